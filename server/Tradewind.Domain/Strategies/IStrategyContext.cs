using Tradewind.Domain.Engine;
using Tradewind.Domain.Engine.Orders;
using Tradewind.Domain.Market;

namespace Tradewind.Domain.Strategies;

/// <summary>What a strategy may see and do at a slice. Valid during the call only.</summary>
public interface IStrategyContext
{
    /// <summary>Instruments and fields.</summary>
    TradingUniverse Universe { get; }

    /// <summary>Known time of the slice, UNIX nanoseconds.</summary>
    long Time { get; }

    /// <summary>What became known: observations, then complete bars. Bars with a missing close are left out.</summary>
    ReadOnlySpan<MarketEvent> Events { get; }

    /// <summary>Equity at the last marks; NaN where only signals are generated.</summary>
    double Equity { get; }

    /// <summary>Last complete bar of an instrument; its close is NaN where there was none yet.</summary>
    ref readonly Bar LastBar(int instrument);

    /// <summary>Latest known value of a field.</summary>
    FieldObservation Latest(int field);

    /// <summary>Signed position after this slice's fills. Where only signals are generated: +1, 0 or −1 by the last signal.</summary>
    decimal Position(int instrument);

    /// <summary>Gives a signal. The engine turns it into a target position; a later signal for the same instrument replaces it.</summary>
    void Emit(Signal signal);

    /// <summary>Writes a signal down without moving a target: for strategies that size their own orders.</summary>
    void Report(Signal signal);

    /// <summary>Fills since the call before, of every order of the session; empty where only signals are generated.</summary>
    ReadOnlySpan<OrderFill> Fills { get; }

    /// <summary>True while an order can still fill.</summary>
    bool IsOpen(Order order);

    /// <summary>Sends an order; null where only signals are generated.</summary>
    Order? Submit(OrderRequest request);

    /// <summary>Cancels an open order; nothing happens where only signals are generated.</summary>
    void Cancel(string orderId);
}
