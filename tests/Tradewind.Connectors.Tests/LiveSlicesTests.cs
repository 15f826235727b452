using FsCheck;
using FsCheck.Fluent;
using Tradewind.Domain.Engine;
using Tradewind.Domain.Market;
using Tradewind.Server.Live;

namespace Tradewind.Connectors.Tests;

/// <summary>Live bars become slices an engine accepts, whatever order they come in.</summary>
public sealed class LiveSlicesTests
{
    private static readonly long Now = 1_000 * UnixTime.Minute;

    private readonly LiveSlices _slices = new(2, Timeframe.Minute);

    [Fact]
    public void A_slice_waits_for_every_instrument_that_is_alive()
    {
        Assert.Empty(_slices.Add(0, Bar(1), Now));
        Assert.True(_slices.IsWaiting);

        MarketSlice slice = Assert.Single(_slices.Add(1, Bar(1), Now));

        Assert.Equal((2 * UnixTime.Minute, 2), (slice.KnownTime, slice.Events.Length));
    }

    [Fact]
    public void A_lost_instrument_is_not_waited_for()
    {
        _slices.SetAlive(1, false);

        Assert.Single(_slices.Add(0, Bar(1), Now));
    }

    [Fact]
    public void A_bar_after_its_slice_is_known_when_it_came()
    {
        _slices.Add(0, Bar(1), Now);
        Assert.Single(_slices.Flush());

        MarketSlice late = Assert.Single(_slices.Add(1, Bar(1), Now));

        Assert.Equal(Now, late.KnownTime);
    }

    [Fact]
    public void A_bar_that_came_before_is_left_out()
    {
        _slices.Add(0, Bar(2), Now);
        Assert.Empty(_slices.Add(0, Bar(2), Now));
        Assert.Empty(_slices.Add(0, Bar(1), Now));
        Assert.Equal(1, Assert.Single(_slices.Flush()).Events.Length);
    }

    [Fact]
    public void Slices_ascend_and_hold_each_bar_once_whatever_comes_in_whatever_order() =>
        Prop.ForAll<(byte Instrument, byte Minute, byte Step)[]>(steps =>
        {
            LiveSlices slices = new(3, Timeframe.Minute);
            List<MarketSlice> made = [];
            foreach ((byte instrument, byte minute, byte step) in steps)
            {
                int ordinal = instrument % 3;
                made.AddRange((step % 5) switch
                {
                    0 => slices.Flush(),
                    1 => slices.AddLate(ordinal, Enumerable.Range(minute, 3).Select(Bar), Now),
                    _ => slices.Add(ordinal, Bar(minute), Now),
                });
            }

            made.AddRange(slices.Flush());
            bool ascend = made.Zip(made.Skip(1)).All(pair => pair.First.KnownTime < pair.Second.KnownTime);
            bool ordered = made.All(slice => slice.Events.ToArray().Zip(slice.Events.ToArray().Skip(1)).All(pair => pair.First.Instrument <= pair.Second.Instrument));
            bool known = made.All(slice => slice.Events.ToArray().All(item => item.Stamp + UnixTime.Minute <= slice.KnownTime));
            var bars = made.SelectMany(slice => slice.Events.ToArray()).Select(item => (item.Instrument, item.Stamp)).ToList();
            bool once = bars.Distinct().Count() == bars.Count;
            bool inOrder = bars.GroupBy(bar => bar.Instrument).All(group => group.Zip(group.Skip(1)).All(pair => pair.First.Stamp < pair.Second.Stamp));
            return ascend && ordered && known && once && inOrder;
        }).QuickCheckThrowOnFailure();

    private static Bar Bar(int minute) => new(minute * UnixTime.Minute, 1, 1, 1, 1, 1);
}
