using Tradewind.Domain.Engine.Accounts;
using Tradewind.Domain.Engine.Orders;
using Tradewind.Domain.Strategies;

namespace Tradewind.Domain.Engine;

/// <summary>
/// Receives everything that happens, in order, while it happens. Calls come from inside the engine: an implementation must not
/// call back into it. What it is handed may be kept, and is immutable but for orders, which go on changing while they work.
/// </summary>
public interface IEngineJournal
{
    /// <summary>A step in an order's life. An order's fill follows its event.</summary>
    void OnOrder(in OrderEvent orderEvent);

    /// <summary>A fill; the trade it closes, where it closes one, follows.</summary>
    void OnFill(Fill fill);

    /// <summary>A round trip was closed.</summary>
    void OnTrade(Trade trade);

    /// <summary>The strategy gave a signal; the order it leads to follows.</summary>
    void OnSignal(Signal signal);

    /// <summary>The account after a slice with bars. A point with the time of the one before replaces it (closing at the end).</summary>
    void OnEquity(in EquityPoint point);

    /// <summary>Money was paid or received for holding a position.</summary>
    void OnFinancing(in FinancingCharge charge);

    /// <summary>Trading was halted.</summary>
    /// <param name="time">Known time at which it was.</param>
    /// <param name="reason">Reason in words.</param>
    void OnHalt(long time, string reason);
}
