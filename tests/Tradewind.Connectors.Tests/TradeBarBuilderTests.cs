using FsCheck;
using FsCheck.Fluent;
using Tradewind.Domain.Market;

namespace Tradewind.Connectors.Tests;

/// <summary>Bars out of trades.</summary>
public sealed class TradeBarBuilderTests
{
    private static readonly long First = UnixTime.FromDate(2024, 1, 1);

    [Fact]
    public void The_first_period_is_dropped_because_its_beginning_was_not_seen()
    {
        TradeBarBuilder builder = new(Timeframe.Minute);
        Assert.False(builder.TryAdd(First + 30 * UnixTime.Second, 10, 1, out _));
        Assert.False(builder.TryAdd(First + UnixTime.Minute, 11, 1, out _));
        Assert.True(builder.TryClose(First + 2 * UnixTime.Minute, out Bar bar));
        Assert.Equal(new Bar(First + UnixTime.Minute, 11, 11, 11, 11, 1), bar);
    }

    [Fact]
    public void A_period_closes_with_the_clock_once_and_late_trades_of_it_are_left_out()
    {
        TradeBarBuilder builder = new(Timeframe.Minute);
        builder.TryAdd(First, 1, 1, out _);
        builder.TryClose(First + UnixTime.Minute, out _);
        builder.TryAdd(First + UnixTime.Minute, 5, 2, out _);
        Assert.False(builder.TryClose(First + 2 * UnixTime.Minute - 1, out _));
        Assert.True(builder.TryClose(First + 2 * UnixTime.Minute, out _));
        Assert.False(builder.TryClose(First + 3 * UnixTime.Minute, out _));
        Assert.False(builder.TryAdd(First + 2 * UnixTime.Minute - 1, 9, 1, out _));
        Assert.False(builder.TryClose(First + 9 * UnixTime.Minute, out _));
    }

    [Fact]
    public void After_missed_trades_the_period_under_way_is_not_told()
    {
        TradeBarBuilder builder = new(Timeframe.Minute);
        builder.TryAdd(First, 1, 1, out _);
        builder.TryAdd(First + UnixTime.Minute, 2, 1, out _);
        builder.Reset();
        Assert.False(builder.TryAdd(First + UnixTime.Minute + 1, 3, 1, out _));
        Assert.False(builder.TryAdd(First + 2 * UnixTime.Minute, 4, 1, out _));
        Assert.True(builder.TryAdd(First + 3 * UnixTime.Minute, 5, 1, out Bar bar));
        Assert.Equal(4, bar.Close);
    }

    [Fact]
    public void Weeks_start_on_Mondays_and_months_on_the_first()
    {
        TradeBarBuilder weeks = new(Timeframe.Week);
        TradeBarBuilder months = new(Timeframe.Month);
        foreach (TradeBarBuilder builder in (TradeBarBuilder[])[weeks, months])
        {
            builder.TryAdd(UnixTime.FromDate(2024, 1, 31), 1, 1, out _);
            builder.TryAdd(UnixTime.FromDate(2024, 2, 14), 2, 1, out _);
        }

        Assert.True(weeks.TryClose(UnixTime.FromDate(2024, 3, 20), out Bar week));
        Assert.True(months.TryClose(UnixTime.FromDate(2024, 3, 20), out Bar month));
        Assert.Equal((UnixTime.FromDate(2024, 2, 12), UnixTime.FromDate(2024, 2, 1)), (week.OpenTime, month.OpenTime));
    }

    [Fact]
    public void Every_whole_bar_is_that_of_its_trades() =>
        Prop.ForAll<(byte Gap, short Price)[]>(steps =>
        {
            long time = First;
            List<(long Time, double Price)> trades = [.. steps.Select(step => (time += step.Gap * UnixTime.Second, (double)step.Price))];
            TradeBarBuilder builder = new(Timeframe.Minute);
            List<Bar> bars = [];
            foreach ((long at, double price) in trades)
            {
                if (builder.TryAdd(at, price, 1, out Bar bar))
                {
                    bars.Add(bar);
                }
            }

            Bar[] expected =
            [
                .. trades.GroupBy(trade => trade.Time / UnixTime.Minute * UnixTime.Minute).Skip(1).SkipLast(1).Select(group => new Bar(
                    group.Key, group.First().Price, group.Max(trade => trade.Price), group.Min(trade => trade.Price), group.Last().Price, group.Count())),
            ];
            return bars.SequenceEqual(expected);
        }).QuickCheckThrowOnFailure();
}
