using System.Runtime.InteropServices;
using Tradewind.Domain.Engine.Accounts;
using Tradewind.Domain.Engine.Orders;
using Tradewind.Domain.Strategies;

namespace Tradewind.Domain.Engine.Recording;

/// <summary>Collects what happened in memory: the last state of each order, and everything else in order.</summary>
public sealed class SessionLedger : IEngineJournal
{
    private readonly List<Order> _orders = [];
    private readonly List<Fill> _fills = [];
    private readonly List<Trade> _trades = [];
    private readonly List<Signal> _signals = [];
    private readonly List<EquityPoint> _equity = [];
    private readonly List<FinancingCharge> _financing = [];

    /// <summary>Orders by number, each as it was last.</summary>
    public IReadOnlyList<Order> Orders => _orders;

    /// <summary>Fills in order.</summary>
    public IReadOnlyList<Fill> Fills => _fills;

    /// <summary>Round trips in the order of their exits.</summary>
    public IReadOnlyList<Trade> Trades => _trades;

    /// <summary>Signals in order.</summary>
    public IReadOnlyList<Signal> Signals => _signals;

    /// <summary>One point a slice with bars.</summary>
    public ReadOnlySpan<EquityPoint> Equity => CollectionsMarshal.AsSpan(_equity);

    /// <summary>What holding positions cost or brought, in order.</summary>
    public IReadOnlyList<FinancingCharge> Financing => _financing;

    /// <summary>When trading was halted; null when it was not.</summary>
    public long? HaltedAt { get; private set; }

    /// <inheritdoc />
    public void OnOrder(in OrderEvent orderEvent)
    {
        // Numbers of a session follow each other, so the place in the list follows from the first one.
        int index = _orders.Count == 0 ? 0 : (int)(orderEvent.Order.Number - _orders[0].Number);
        if (index == _orders.Count)
        {
            _orders.Add(orderEvent.Order);
        }
        else
        {
            _orders[index] = orderEvent.Order;
        }
    }

    /// <inheritdoc />
    public void OnFill(Fill fill) => _fills.Add(fill);

    /// <inheritdoc />
    public void OnTrade(Trade trade) => _trades.Add(trade);

    /// <inheritdoc />
    public void OnSignal(Signal signal) => _signals.Add(signal);

    /// <inheritdoc />
    public void OnEquity(in EquityPoint point)
    {
        if (_equity.Count > 0 && _equity[^1].Time == point.Time)
        {
            _equity[^1] = point;
        }
        else
        {
            _equity.Add(point);
        }
    }

    /// <inheritdoc />
    public void OnFinancing(in FinancingCharge charge) => _financing.Add(charge);

    /// <inheritdoc />
    public void OnHalt(long time, string reason) => HaltedAt = time;
}
