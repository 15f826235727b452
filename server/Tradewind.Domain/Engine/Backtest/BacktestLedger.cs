using System.Buffers;
using Tradewind.Domain.Engine.Accounts;
using Tradewind.Domain.Engine.Backtest.Rows;
using Tradewind.Domain.Engine.Columns;
using Tradewind.Domain.Engine.Costs;
using Tradewind.Domain.Engine.Orders;
using Tradewind.Domain.Engine.Recording;
using Tradewind.Domain.Strategies;

namespace Tradewind.Domain.Engine.Backtest;

/// <summary>
/// What a backtest needs of a run: figures of its round trips, costs, equity, the hash over all of it, and, unless only figures are
/// asked for, every order, fill, round trip and signal.
/// </summary>
internal sealed class BacktestLedger : IRowJournal, IEquityColumn, IDisposable
{
    private readonly TradingUniverse _universe;
    private readonly bool _keepsEntries;
    private readonly TextTable _texts = new();
    private readonly RowList<OrderRow> _orders = new();
    private readonly Dictionary<long, Order> _rareOrders = [];
    private readonly RowList<FillRow> _fills = new();
    private readonly Dictionary<long, FillCost> _charges = [];
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
    public IReadOnlyList<Fill> Fills => new RowView<FillRow, Fill>(
        _fills, row => row.ToFill(_universe, _charges.TryGetValue(row.Number, out FillCost cost) ? cost : new FillCost(row.Commission)));

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
    public void OnFill(in FillRow fill, in FillCost cost, Amount worth)
    {
        FillCount++;
        Costs.Add(fill, cost, worth);
        if (_keepsEntries)
        {
            _fills.Add(fill);
            if (!cost.HasFeesOnly)
            {
                _charges.Add(fill.Number, cost);
            }
        }

        _hash.AddFill(fill, cost);
    }

    /// <inheritdoc />
    public void OnTrade(in TradeRow trade)
    {
        Append(_tradeProfits, (double)trade.ProfitAndLoss);
        Append(_tradeBars, trade.Bars);
        if (_keepsEntries)
        {
            _trades.Add(trade);
        }
    }

    /// <inheritdoc />
    public void OnFill(Fill fill) => OnFill(FillRow.Of(fill), fill.Cost, Amount.Of(Money.Worth(fill.Price, fill.Quantity, fill.Multiplier)));

    /// <inheritdoc />
    public void OnTrade(Trade trade) => OnTrade(TradeRow.Of(trade));

    /// <inheritdoc />
    public void OnSignal(Signal signal)
    {
        if (_keepsEntries)
        {
            AddSignal(signal.Time, signal.InstrumentOrdinal, signal.Direction, signal.Strength, signal.Label, signal.Reason, signal.Values.AsSpan());
        }

        _hash.OnSignal(signal);
    }

    /// <summary>A decision that became a signal.</summary>
    /// <param name="time">Known time of its slice.</param>
    /// <param name="instrument">Ordinal of the instrument.</param>
    /// <param name="decision">What was decided.</param>
    public void OnDecision(long time, int instrument, in Decision decision)
    {
        if (_keepsEntries)
        {
            AddSignal(time, instrument, decision.Direction, strength: null, decision.Label, decision.Reason, decision.Values);
        }

        _hash.AddSignal(time, instrument, decision.Direction, strength: null, decision.Label, decision.Reason, decision.Values);
    }

    /// <summary>An order of the terms most orders have, made and put to work. Its fill follows, and then <see cref="OnFilled"/>.</summary>
    /// <param name="order">The order before its fill; its tag is not set.</param>
    /// <param name="tag">Its tag.</param>
    public void OnMade(in OrderRow order, string tag) => _hash.AddOrder(order, tag);

    /// <summary>The order filled whole.</summary>
    /// <param name="order">The order as it is now; its tag is not set.</param>
    /// <param name="tag">Its tag.</param>
    public void OnFilled(in OrderRow order, string tag)
    {
        if (_keepsEntries)
        {
            _orders.Add(order with { Tag = _texts.NumberOf(tag) });
        }
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

    private void AddSignal(
        long time, int instrument, SignalDirection direction, double? strength, string label, string reason, ReadOnlySpan<SignalValue> values)
    {
        int first = _signalValues.Count;
        foreach (ref readonly SignalValue value in values)
        {
            _signalValues.Add(new SignalValueRow(_texts.NumberOf(value.Name), value.Value));
        }

        _signals.Add(new SignalRow(
            time, instrument, direction, strength, _texts.NumberOf(label), _texts.NumberOf(reason), first, values.Length));
    }

    private static void Append(ArrayBufferWriter<double> column, double value)
    {
        column.GetSpan(1)[0] = value;
        column.Advance(1);
    }

    /// <inheritdoc />
    public void Dispose()
    {
        _hash.Dispose();
        Equity.Dispose();
    }
}
