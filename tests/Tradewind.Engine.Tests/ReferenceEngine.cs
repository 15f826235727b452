using Tradewind.Domain.Engine.Orders;
using Tradewind.Domain.Market;

namespace Tradewind.Engine.Tests;

/// <summary>
/// A deliberately simple engine for one instrument: market, limit and stop orders good till cancelled, no costs but slippage. For
/// each bar every waiting order says when in the bar it would fill and at which price; those are sorted. Equity is worked out from
/// the whole list of fills each time. Shares no code with the engine under test.
/// </summary>
internal static class ReferenceEngine
{
    public static (List<(int Order, int Bar, double Price)> Fills, List<double> Equity) Run(
        Bar[] bars, List<(int DecidedAt, OrderRequest Request)> orders, double capital, double slippagePercent)
    {
        List<(int Order, int Bar, double Price)> fills = [];
        List<double> equity = [];
        HashSet<int> done = [];
        for (int bar = 0; bar < bars.Length; bar++)
        {
            List<(int Rank, int Order, double Price)> candidates = [];
            for (int order = 0; order < orders.Count; order++)
            {
                if (orders[order].DecidedAt < bar && !done.Contains(order) && Candidate(orders[order].Request, bars[bar], slippagePercent) is { } found)
                {
                    candidates.Add((found.Rank, order, found.Price));
                }
            }

            foreach ((int _, int order, double price) in candidates.Order())
            {
                fills.Add((order, bar, price));
                done.Add(order);
            }

            equity.Add(capital + fills.Sum(fill => Signed(orders[fill.Order].Request) * (bars[bar].Close - fill.Price)));
        }

        return (fills, equity);
    }

    private static double Signed(OrderRequest request) => (request.Side == OrderSide.Buy ? 1 : -1) * (double)request.Quantity;

    private static (int Rank, double Price)? Candidate(OrderRequest request, Bar bar, double slippagePercent)
    {
        // Selling at p in a market is buying at -p in its mirror image.
        double s = request.Side == OrderSide.Buy ? 1 : -1;
        double open = s * bar.Open;
        double low = Math.Min(s * bar.Low, s * bar.High);
        double high = Math.Max(s * bar.Low, s * bar.High);
        double Slipped(double price) => s * (price + Math.Abs(price) * slippagePercent / 100);
        switch (request.Type)
        {
            case OrderType.Market:
                return (0, Slipped(open));
            case OrderType.Stop:
                double stop = s * (double)request.StopPrice!.Value;
                return open >= stop ? (1, Slipped(open)) : high >= stop ? (3, Slipped(stop)) : null;
            default:
                double limit = s * (double)request.LimitPrice!.Value;
                return open <= limit ? (2, s * open) : low <= limit ? (4, s * limit) : null;
        }
    }
}
