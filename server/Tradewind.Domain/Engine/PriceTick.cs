using Tradewind.Domain.Engine.Orders;

namespace Tradewind.Domain.Engine;

/// <summary>Rounds order prices to the tick, away from the market, so that rounding never makes an order more eager.</summary>
internal static class PriceTick
{
    /// <summary>A buyer's limit goes down, a seller's up.</summary>
    public static decimal? RoundLimit(decimal? price, OrderSide side, decimal tick) => Round(price, up: side == OrderSide.Sell, tick);

    /// <summary>A buyer's stop goes up, a seller's down.</summary>
    public static decimal? RoundStop(decimal? price, OrderSide side, decimal tick) => Round(price, up: side == OrderSide.Buy, tick);

    private static decimal? Round(decimal? price, bool up, decimal tick) => price is not { } value || tick <= 0
        ? price
        : (up ? Math.Ceiling(value / tick) : Math.Floor(value / tick)) * tick;
}
