using Tradewind.Domain.Engine.Backtest;
using Tradewind.Domain.Engine.Orders;

namespace Tradewind.Engine.Tests.Strategies;

/// <summary>No strategy of the catalogue looks ahead: what it did up to a day does not depend on the days after.</summary>
public class TruncationTests
{
    private const int Days = 420;

    public static TheoryData<string> Strategies => [.. WideMarket.Strategies];

    [Theory]
    [MemberData(nameof(Strategies))]
    public void Dropping_the_future_never_changes_past_orders(string strategy)
    {
        bool acted = false;
        for (int seed = 1; seed <= 2; seed++)
        {
            WideMarket market = new(Days, seed);
            BacktestResult whole = BacktestRunner.Run(market.Request(strategy, Days));
            acted |= whole.Orders.Count > 0 && whole.Fills.Count > 0;
            foreach (int days in (int[])[Days - 1, 333, 250])
            {
                BacktestResult part = BacktestRunner.Run(market.Request(strategy, days));
                long end = part.Times.Span[^1];
                Assert.Equal(Before(whole, end), Before(part, end));
                Assert.Equal(whole.Equity[..part.Equity.Length].ToArray(), part.Equity.ToArray());
            }
        }

        Assert.True(acted, "the strategy never traded, so nothing was shown");
    }

    [Theory]
    [MemberData(nameof(Strategies))]
    public void Another_future_never_changes_past_signals(string strategy)
    {
        const int Shared = 300;
        WideMarket one = new(Days, 5), other = new(Days, 5);
        foreach (string name in (string[])[.. WideMarket.Coins, "CL1", "CL2", "XB1", "HO1", "VIX"])
        {
            for (int day = Shared; day < Days; day++)
            {
                other.ClosesOf(name)[day] *= 1.3 + 0.2 * Math.Sin(day);
            }
        }

        Array.Fill(other.Credit, 9, Shared, Days - Shared);
        BacktestResult first = BacktestRunner.Run(one.Request(strategy, Days)), second = BacktestRunner.Run(other.Request(strategy, Days));
        long end = first.Times.Span[Shared - 1];
        Assert.Equal(Told(first, end), Told(second, end));
    }

    private static string[] Told(BacktestResult result, long end) =>
        [.. result.Signals.Where(signal => signal.Time <= end).Select(signal =>
            $"{signal.Time} {signal.Instrument} {signal.Direction} {signal.Reason} {string.Join(",", signal.Values.Select(value => $"{value.Name}={value.Value:R}"))}")];

    private static string[] Before(BacktestResult result, long end) =>
        [.. result.Orders.Where(order => order.CreatedTime <= end).Select(Terms)];

    private static string Terms(Order order) => $"{order.CreatedTime} {order.Instrument} {order.Side} {order.Quantity} {order.Type} {order.Tag}";
}
