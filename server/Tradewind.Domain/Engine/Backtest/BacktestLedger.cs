using System.Buffers;
using Tradewind.Domain.Engine.Accounts;
using Tradewind.Domain.Engine.Backtest.Rows;
using Tradewind.Domain.Engine.Columns;
using Tradewind.Domain.Engine.Orders;
using Tradewind.Domain.Engine.Recording;
using Tradewind.Domain.Strategies;

namespace Tradewind.Domain.Engine.Backtest;

/// <summary>
/// What a backtest needs of a run: figures of its round trips, costs, equity, the hash over all of it, and, unless only figures are
/// asked for, every order, fill, round trip and signal.
/// </summary>
internal sealed class BacktestLedger : IEngineJournal, IEquityColumn, IDisposable
{
    private readonly TradingUniverse _universe;
    private readonly bool _keepsEntries;
    private readonly TextTable _texts = new();
    private readonly RowList<OrderRow> _orders = new();
    private readonly Dictionary<long, Order> _rareOrders = [];
    private readonly RowList<FillRow> _fills = new();
    private readonly RowList<TradeRow> _trades = new();
    private readonly RowList<SignalRow> _signals = new();
    private readonly RowList<SignalValueRow> _signalValues = new();
    private readonly List<FinancingCharge> _financing = [];
    private readonly ArrayBufferWriter<double> _tradeProfits = new();
    private readonly ArrayBufferWriter<double> _tradeBars = new();
    private readonly LedgerHash _hash = new();

    /// <summary>Creates an empty ledger.</summary>
    /// <param name="universe">Universe of the run.</param>
    /// <param name="keepsEntries">False for the trials of a search, of which only figures are kept.</param>
    public BacktestLedger(TradingUniverse universe, bool keepsEntries)
    {
        (_universe, _keepsEntries) = (universe, keepsEntries);
        Equity = new EquityColumn(_hash);
    }

    /// <summary>Orders by number, each as it was last.</summary>
    public IReadOnlyList<Order> Orders =>
        new RowView<OrderRow, Order>(_orders, row => row.HasRareTerms ? _rareOrders[row.Number] : row.ToOrder(_universe, _texts));

    /// <summary>Fills in order.</summary>
    public IReadOnlyList<Fill> Fills => new RowView<FillRow, Fill>(_fills, row => row.ToFill(_universe));

    /// <summary>Round trips in the order of exits.</summary>
    public IReadOnlyList<Trade> Trades => new RowView<TradeRow, Trade>(_trades, row => row.ToTrade(_universe));

    /// <summary>Signals in order.</summary>
    public IReadOnlyList<Signal> Signals => new RowView<SignalRow, Signal>(_signals, row => row.ToSignal(_universe, _texts, _signalValues));

    /// <summary>What holding positions cost or brought, in order.</summary>
    public IReadOnlyList<FinancingCharge> Financing => _financing;

    /// <summary>Profit of each round trip after costs.</summary>
    public ReadOnlyMemory<double> TradeProfits => _tradeProfits.WrittenMemory;

    /// <summary>Bars each round trip was held.</summary>
    public ReadOnlyMemory<double> TradeBars => _tradeBars.WrittenMemory;

    /// <summary>Equity at each slice with bars.</summary>
    public EquityColumn Equity { get; }

    /// <summary>What trading cost.</summary>
    public CostSums Costs { get; } = new();

    /// <summary>Orders that were rejected.</summary>
    public int Rejected { get; private set; }

    /// <summary>Number of fills.</summary>
    public int FillCount { get; private set; }

    /// <inheritdoc />
    public void OnOrder(in OrderEvent orderEvent)
    {
        Order order = orderEvent.Order;
        Rejected += orderEvent.Kind == OrderEventKind.Rejected ? 1 : 0;
        if (_keepsEntries && orderEvent.Kind == OrderEventKind.Created)
        {
            _orders.Add(OrderRow.Of(order, _texts));
            if (order.HasRareTerms)
            {
                _rareOrders[order.Number] = order;
            }
        }
        else if (_keepsEntries && order.IsComplete)
        {
            // Numbers of a session follow each other, so the place in the list follows from the first one. Every order is complete in the end.
            _orders[(int)(order.Number - _orders[0].Number)] = OrderRow.Of(order, _texts);
            if (order.HasRareTerms)
            {
                _rareOrders[order.Number] = order;
            }
        }

        _hash.OnOrder(orderEvent);
    }

    /// <inheritdoc />
    public void OnFill(Fill fill)
    {
        FillCount++;
        Costs.Add(fill);
        if (_keepsEntries)
        {
            _fills.Add(FillRow.Of(fill));
        }

        _hash.OnFill(fill);
    }

    /// <inheritdoc />
    public void OnTrade(Trade trade)
    {
        _tradeProfits.Write([(double)trade.ProfitAndLoss]);
        _tradeBars.Write([trade.Bars]);
        if (_keepsEntries)
        {
            _trades.Add(TradeRow.Of(trade));
        }
    }

    /// <inheritdoc />
    public void OnSignal(Signal signal)
    {
        if (_keepsEntries)
        {
            _signals.Add(SignalRow.Of(signal, _texts, _signalValues));
        }

        _hash.OnSignal(signal);
    }

    /// <inheritdoc />
    public void OnEquity(in EquityPoint point) => Equity.Add(point);

    /// <inheritdoc />
    public Span<double> Append(ReadOnlyMemory<long> times, int openPositions) => Equity.Append(times.Span, openPositions);

    /// <inheritdoc />
    public void OnFinancing(in FinancingCharge charge)
    {
        Costs.Add(charge);
        if (_keepsEntries)
        {
            _financing.Add(charge);
        }

        _hash.OnFinancing(charge);
    }

    /// <inheritdoc />
    public void OnHalt(long time, string reason) => _hash.OnHalt(time, reason);

    /// <summary>SHA-256 over the whole run; see <see cref="LedgerHash"/>.</summary>
    public string Digest()
    {
        Equity.Flush();
        return _hash.Current();
    }

    /// <inheritdoc />
    public void Dispose()
    {
        _hash.Dispose();
        Equity.Dispose();
    }
}
