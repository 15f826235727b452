using FsCheck;
using FsCheck.Fluent;
using Tradewind.Domain.Engine;
using Tradewind.Domain.Market;
using Tradewind.Server.Live;
using Tradewind.V1;
using Bar = Tradewind.Domain.Market.Bar;
using Instrument = Tradewind.Domain.Market.Instrument;

namespace Tradewind.Connectors.Tests;

/// <summary>Longer bars out of shorter ones, alone and in the events of a feed.</summary>
public sealed class BarResamplerTests
{
    private const int A = 0;
    private const int B = 1;
    private static readonly long First = UnixTime.FromDate(2024, 1, 1);
    private static readonly Timeframe Five = Timeframe.FromNanoseconds(5 * UnixTime.Minute);

    [Fact]
    public void A_longer_bar_is_the_first_open_the_extremes_the_last_close_and_the_sum_of_volumes()
    {
        Prop.ForAll(
            Gen.Choose(1, 1000).Select(price => price / 4.0).ListOf(5).ToArbitrary(),
            prices =>
            {
                BarResampler resampler = new(Timeframe.Minute, Five);
                for (int i = 0; i < 5; i++)
                {
                    Assert.False(resampler.TryClose(Minute(i), out _));
                    resampler.Add(new Bar(Minute(i), prices[i] - 0.5, prices[i] + i, prices[i] - 1, prices[i], i));
                }

                Assert.True(resampler.IsFull && resampler.TryClose(Minute(5), out Bar bar) && bar == new Bar(
                    Minute(0), prices[0] - 0.5, prices.Select((price, i) => price + i).Max(), prices.Min() - 1, prices[4], 10));
                Assert.False(resampler.TryClose(Minute(9), out _));
            }).QuickCheckThrowOnFailure();
    }

    [Fact]
    public void Missing_values_are_left_out_and_a_value_that_is_always_missing_stays_missing()
    {
        BarResampler resampler = new(Timeframe.Minute, Five);
        resampler.Add(new Bar(Minute(0), double.NaN, double.NaN, 3, 4, double.NaN));
        resampler.Add(new Bar(Minute(2), 5, double.NaN, 2, double.NaN, double.NaN));
        Assert.True(resampler.TryClose(Minute(5), out Bar bar));
        Assert.Equal(new Bar(Minute(0), 5, double.NaN, 2, 4, double.NaN), bar);
    }

    [Fact]
    public void A_period_whose_beginning_was_not_seen_is_dropped()
    {
        BarResampler resampler = new(Timeframe.Minute, Five);
        resampler.Add(Of(2));
        Assert.Null(resampler.Forming(null));
        Assert.False(resampler.TryClose(Minute(5), out _));
        // Nothing traded in the first minute of the next, but the feed was there.
        resampler.Add(Of(6));
        Assert.Equal(Minute(5), resampler.Forming(null)!.Value.OpenTime);
        Assert.True(resampler.TryClose(Minute(10), out _));
        resampler.Add(Of(10));
        resampler.Break();
        resampler.Add(Of(12));
        Assert.False(resampler.TryClose(Minute(15), out _));
    }

    [Theory]
    [InlineData("1m", "5m", true)]
    [InlineData("5m", "1m", false)]
    [InlineData("5m", "7m", false)]
    [InlineData("1h", "1d", true)]
    [InlineData("1d", "1w", true)]
    [InlineData("1d", "1M", true)]
    [InlineData("1w", "1M", false)]
    [InlineData("1M", "1M", true)]
    [InlineData("1M", "8w", false)]
    public void Only_whole_multiples_can_be_built(string from, string to, bool can)
    {
        Assert.True(Timeframe.TryParse(from, out Timeframe source) & Timeframe.TryParse(to, out Timeframe target));
        Assert.Equal(can, BarResampler.CanBuild(source, target));
    }

    [Fact]
    public void A_bar_under_way_counts_the_part_that_is_under_way_itself()
    {
        BarResampler resampler = new(Timeframe.Minute, Five);
        resampler.Add(Of(0));
        Assert.Equal(new Bar(Minute(0), 0, 9, 0, 7, 3), resampler.Forming(new Bar(Minute(1), 5, 9, 4, 7, 2)));
        Assert.Equal(new Bar(Minute(5), 5, 9, 4, 7, 2), resampler.Forming(new Bar(Minute(6), 5, 9, 4, 7, 2)));
        Assert.Equal(Of(0), resampler.Forming(null));
    }

    [Fact]
    public void Bars_go_out_with_their_last_part_and_where_that_is_missing_with_the_next_step()
    {
        ResampledSlices slices = new(Universe(), Five);
        List<(long Known, int Instrument, long Open, double Close)> got = [];
        for (int minute = 0; minute < 10; minute++)
        {
            // The last part of B is missing.
            MarketEvent[] events = minute == 4 ? [Event(A, minute)] : [Event(A, minute), Event(B, minute)];
            got.AddRange(slices.Take(new MarketSlice(Minute(minute + 1), events)).Select(item => (item.KnownTime, item.Event.Instrument, item.Event.Stamp, item.Event.Bar.Close)));
        }

        Assert.Equal(
            [(Minute(5), A, Minute(0), 4.0), (Minute(5), B, Minute(0), 3.0), (Minute(10), A, Minute(5), 9.0), (Minute(10), B, Minute(5), 9.0)], got);
    }

    [Fact]
    public void Bars_wait_for_what_was_lost_and_are_known_when_the_rest_came()
    {
        ResampledSlices slices = new(Universe(), Five);
        slices.Take(new MarketSlice(Minute(1), new[] { Event(A, 0), Event(B, 0) }));
        slices.Take(new FeedGap { Kind = GapKind.Lost }, B);
        for (int minute = 1; minute < 7; minute++)
        {
            Assert.DoesNotContain(slices.Take(new MarketSlice(Minute(minute + 1), new[] { Event(A, minute) })), item => item.Event.Instrument == B);
        }

        Assert.Equal([A], slices.Forming([]).Select(bar => bar.Instrument));
        MarketEvent[] fetched = [.. Enumerable.Range(1, 6).Select(minute => Event(B, minute))];
        (long known, MarketEvent bar) = Assert.Single(slices.Take(new MarketSlice(Minute(20), fetched)), item => item.Event.Instrument == B);
        Assert.Equal((Minute(20), Minute(0), 4.0, 5.0), (known, bar.Stamp, bar.Bar.Close, bar.Bar.Volume));
    }

    [Fact]
    public void A_period_with_bars_that_could_not_be_fetched_is_left_out()
    {
        ResampledSlices slices = new(Universe(), Five);
        slices.Take(new MarketSlice(Minute(1), new[] { Event(A, 0) }));
        slices.Take(new FeedGap { Kind = GapKind.Lost }, A);
        slices.Take(new FeedGap { Kind = GapKind.Unfilled }, A);
        List<long> opens = [];
        for (int minute = 3; minute < 15; minute++)
        {
            opens.AddRange(slices.Take(new MarketSlice(Minute(minute + 1), new[] { Event(A, minute) })).Select(item => item.Event.Stamp));
        }

        Assert.Equal([Minute(5), Minute(10)], opens);
    }

    [Fact]
    public void Every_bar_is_known_when_its_period_has_ended_and_known_times_ascend()
    {
        Gen<bool> came = Gen.Choose(0, 3).Select(number => number > 0);
        Prop.ForAll(
            came.SelectMany(_ => came, (a, b) => (a, b)).ListOf(60).ToArbitrary(),
            minutes =>
            {
                ResampledSlices slices = new(Universe(), Five);
                List<(long KnownTime, MarketEvent Event)> all = [];
                for (int minute = 0; minute < minutes.Count; minute++)
                {
                    (bool a, bool b) = minutes[minute];
                    MarketEvent[] events = [.. new[] { (a, A), (b, B) }.Where(entry => entry.Item1).Select(entry => Event(entry.Item2, minute))];
                    if (events.Length > 0)
                    {
                        all.AddRange(slices.Take(new MarketSlice(Minute(minute + 1), events)));
                    }
                }

                all.AddRange(slices.Finish());
                Assert.All(all, item => Assert.Equal(Five.End(item.Event.Stamp), item.KnownTime));
                Assert.Equal(all.Select(item => item.KnownTime).Order(), all.Select(item => item.KnownTime));
                foreach (int instrument in (int[])[A, B])
                {
                    (long, double)[] expected = [.. minutes
                        .Select((pair, minute) => (Came: instrument == A ? pair.Item1 : pair.Item2, Minute: minute))
                        .Where(entry => entry.Came)
                        .GroupBy(entry => entry.Minute / 5)
                        .Select((group, i) => (group, i))
                        .Where(entry => entry.i > 0 || entry.group.First().Minute % 5 == 0)
                        .Select(entry => (Minute(5 * entry.group.Key), (double)entry.group.Last().Minute))];
                    (long, double)[] got = [.. all.Where(item => item.Event.Instrument == instrument).Select(item => (item.Event.Stamp, item.Event.Bar.Close))];
                    // The last period has no later step to end it when its last part is missing.
                    Assert.Equal(expected[..got.Length], got);
                    Assert.True(expected.Length - got.Length <= 1);
                }
            }).QuickCheckThrowOnFailure();
    }

    private static long Minute(int minute) => First + minute * UnixTime.Minute;

    private static Bar Of(int minute) => new(Minute(minute), minute, minute, minute, minute, 1);

    private static MarketEvent Event(int instrument, int minute) => MarketEvent.OfBar(instrument, Of(minute));

    private static FeedUniverse Universe() => FeedUniverse.Of([.. new[] { "A", "B" }.Select(id => new InstrumentSeries(
        new Instrument(id, Domain.Market.AssetClass.CryptoSpot), Timeframe.Minute, Domain.Market.Availability.Candle, ReadOnlyMemory<long>.Empty,
        [KeyValuePair.Create("close", ReadOnlyMemory<double>.Empty)]))]);
}
