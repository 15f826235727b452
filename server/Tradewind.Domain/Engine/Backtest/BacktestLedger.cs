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
    // The strings of the hash: it has to meet each of them first, so every entry is hashed before it is kept.
    private readonly TextTable _texts;
    // One an order, by number: its row among the orders, or below zero, the complement of its row among those filled whole.
    private readonly RowList<int> _orderPlaces = new();
    private readonly RowList<OrderRow> _orders = new();
    private readonly RowList<WholeOrderRow> _wholeOrders = new();
    private long _firstOrder;
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
        (_texts, Equity) = (_hash.Texts, new EquityColumn(_hash));
    }

    /// <summary>Orders by number, each as it was last.</summary>
    public IReadOnlyList<Order> Orders =>
        new RowView<int, Order>(_orderPlaces, OrderAt);

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
        _hash.OnOrder(orderEvent);
        Order order = orderEvent.Order;
        Rejected += orderEvent.Kind == OrderEventKind.Rejected ? 1 : 0;
        if (_keepsEntries && orderEvent.Kind == OrderEventKind.Created)
        {
            AddOrder(order.Number, _orders.Count);
            _orders.Add(OrderRow.Of(order, _texts));
            if (order.HasRareTerms)
            {
                _rareOrders[order.Number] = order;
            }
        }
        else if (_keepsEntries && order.IsComplete)
        {
            // Numbers of a session follow each other, so the place in the list follows from the first one. Every order is complete in the end.
            _orders[_orderPlaces[(int)(order.Number - _firstOrder)]] = OrderRow.Of(order, _texts);
            if (order.HasRareTerms)
            {
                _rareOrders[order.Number] = order;
            }
        }
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
    public void OnSignal(Signal signal) => AddSignal(
        signal.Time, signal.InstrumentOrdinal, signal.Direction, signal.Strength, signal.Label, signal.Reason, signal.Values.AsSpan());

    /// <summary>A decision that became a signal.</summary>
    /// <param name="time">Known time of its slice.</param>
    /// <param name="instrument">Ordinal of the instrument.</param>
    /// <param name="decision">What was decided.</param>
    public void OnDecision(long time, int instrument, in Decision decision) =>
        AddSignal(time, instrument, decision.Direction, strength: null, decision.Label, decision.Reason, decision.Values);

    /// <summary>A market order towards the target of a signal was made and put to work. Its fill follows, and then <see cref="OnFilled"/>.</summary>
    /// <returns>Number of its tag.</returns>
    public int OnMade(long number, int instrument, OrderSide side, decimal quantity, long time, string tag) =>
        _hash.AddTargetOrder(number, instrument, side, quantity, time, tag);

    /// <summary>The fill before completed the order.</summary>
    public void OnFilled(long number, long created, int tag)
    {
        if (_keepsEntries)
        {
            AddOrder(number, ~_wholeOrders.Count);
            _wholeOrders.Add(new WholeOrderRow(created, _fills.Count - 1, tag));
        }
    }

    /// <inheritdoc />
    public void OnEquity(in EquityPoint point) => Equity.Add(point);

    /// <inheritdoc />
    public Span<double> Append(ReadOnlySpan<long> times, int openPositions) => Equity.Append(times, openPositions);

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

    /// <summary>Hash of the whole run; see <see cref="LedgerHash"/>.</summary>
    public string Digest()
    {
        Equity.Flush();
        return _hash.Current();
    }

    private void AddOrder(long number, int place)
    {
        _firstOrder = _orderPlaces.Count == 0 ? number : _firstOrder;
        _orderPlaces.Add(place);
    }

    private Order OrderAt(int place)
    {
        if (place < 0)
        {
            WholeOrderRow whole = _wholeOrders[~place];
            return whole.ToOrder(_fills[whole.Fill], _universe, _texts);
        }

        OrderRow row = _orders[place];
        return row.HasRareTerms ? _rareOrders[row.Number] : row.ToOrder(_universe, _texts);
    }

    private void AddSignal(
        long time, int instrument, SignalDirection direction, double? strength, string label, string reason, ReadOnlySpan<SignalValue> values)
    {
        (int named, int explained) = _hash.AddSignal(time, instrument, direction, strength, label, reason, values);
        if (!_keepsEntries)
        {
            return;
        }

        int first = _signalValues.Count;
        foreach (ref readonly SignalValue value in values)
        {
            _signalValues.Add(new SignalValueRow(_texts.NumberOf(value.Name), value.Value));
        }

        _signals.Add(new SignalRow(time, instrument, direction, strength, named, explained, first, values.Length));
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
