using Tradewind.Domain.Engine.Orders;

namespace Tradewind.Domain.Engine;

/// <summary>How far along the assumed way through a bar an order's price is met: open, the nearer extreme, the other one, close.</summary>
internal static class IntrabarPath
{
    /// <summary>Distance along the way; orders with less come first.</summary>
    /// <param name="order">A stop or limit order whose price lies inside the bar's range.</param>
    /// <param name="bar">The bar.</param>
    public static decimal Distance(Order order, in BarPrices bar)
    {
        decimal price = (BarMatching.IsRestingLimit(order) ? order.LimitPrice : order.StopPrice)
            ?? throw new InvalidOperationException($"{order.Id} has no price.");
        (decimal open, decimal high, decimal low) = (bar.Open, bar.High, bar.Low);
        (decimal up, decimal down) = (high - open, open - low);
        bool lowFirst = down <= up;
        return (price >= open, lowFirst) switch
        {
            (false, true) => open - price,
            (true, true) => down + (price - low),
            (true, false) => price - open,
            (false, false) => up + (high - price),
        };
    }
}
