using Tradewind.Domain.Features;
using Tradewind.Domain.Market;
using Tradewind.Server.Live;
using Tradewind.Server.Live.Features;
using Tradewind.Storage;
using Tradewind.V1;
using FeatureSetSpec = Tradewind.Domain.Features.FeatureSetSpec;

namespace Tradewind.Server.Tests.Streams;

/// <summary>Rows of features under way, late bars and gaps, on a record in memory.</summary>
public sealed class LiveFeatureRowsTests
{
    private static readonly FeatureSetSpec s_average = new()
    {
        Technical = TechnicalSpec.None, Momentum = new MomentumSpec { Columns = [] }, Windows = new WindowsSpec { SmaWindows = [2], EmaWindows = [3] },
    };

    [Fact]
    public async Task A_row_under_way_is_what_the_final_one_would_be_and_changes_nothing()
    {
        MemoryTape tape = new();
        FeedTape feed = await tape.CreateAsync();
        await tape.BarsAsync(feed, 0, 6);
        FeatureReader reader = Reader(feed, partial: true);
        feed.Forming.Set(0, MemoryTape.Bar(6), 6 * UnixTime.Minute + 1);
        feed.Forming.Set(1, MemoryTape.Bar(6), 6 * UnixTime.Minute + 2);
        await using IAsyncEnumerator<StreamFeaturesResponse> messages = reader.ReadAsync(CancellationToken.None).GetAsyncEnumerator();
        StreamFeaturesResponse[] got = await TakeAsync(messages, 7);
        Assert.All(got[..6], message => Assert.True(message.Row.IsFinal));
        StreamFeaturesResponse underWay = got[6];
        Assert.False(underWay.Row.IsFinal);
        Assert.Equal((got[5].Sequence, got[5].Cursor), (underWay.Sequence, underWay.Cursor));

        await tape.BarsAsync(feed, 6, 1);
        StreamFeaturesResponse final = (await TakeAsync(messages, 1))[0];
        Assert.True(final.Row.IsFinal);
        Assert.Equal((7, underWay.EventTime), ((int)final.Sequence, final.EventTime));
        Assert.Equal(underWay.Row.Values, final.Row.Values);
    }

    [Fact]
    public async Task A_state_under_way_that_did_not_become_final_leaves_no_trace()
    {
        MemoryTape tape = new();
        FeedTape feed = await tape.CreateAsync();
        await tape.BarsAsync(feed, 0, 4);
        feed.Forming.Set(0, MemoryTape.Bar(4) with { Close = 1e6 }, 4 * UnixTime.Minute + 1);
        await using IAsyncEnumerator<StreamFeaturesResponse> watching = Reader(feed, partial: true).ReadAsync(CancellationToken.None).GetAsyncEnumerator();
        await TakeAsync(watching, 5);
        await tape.BarsAsync(feed, 4, 3);
        feed.Journal.End();
        StreamFeaturesResponse[] after = await TakeAsync(watching, 3);
        await using IAsyncEnumerator<StreamFeaturesResponse> other = Reader(feed, partial: false).ReadAsync(CancellationToken.None).GetAsyncEnumerator();
        Assert.Equal((await TakeAsync(other, 7))[4..].Select(message => message.Row), after.Select(message => message.Row));
    }

    [Fact]
    public async Task Late_bars_are_counted_and_gaps_come_in_their_place()
    {
        MemoryTape tape = new();
        FeedTape feed = await tape.CreateAsync();
        await AddAsync(feed, 1, (0, 0), (1, 0));
        await AddAsync(feed, 2, (0, 1));
        await feed.Journal.AppendAsync(
            [FeedEvents.Gap(new FeedGap { InstrumentId = "B", Kind = GapKind.Lost }, 2 * UnixTime.Minute + 1, feed.Journal.LastSequence)], CancellationToken.None);
        // The bar of minute 1 comes after the row of minute 1; both bars of minute 2 are in time.
        await AddAsync(feed, 2.5, (1, 1));
        await AddAsync(feed, 3, (0, 2), (1, 2));
        feed.Journal.End();
        await using IAsyncEnumerator<StreamFeaturesResponse> messages = Reader(feed, partial: false).ReadAsync(CancellationToken.None).GetAsyncEnumerator();
        StreamFeaturesResponse[] got = await TakeAsync(messages, 4);
        Assert.Equal([1, 2, 3, 4], got.Select(message => (int)message.Sequence));
        Assert.Equal("B", got[2].Gap.InstrumentId);
        Assert.Equal(["B"], got[1].Row.MissingInstrumentIds);
        Assert.Equal([0L, 0L, 1L], got.Where(message => message.Row is not null).Select(message => message.Row.LateBarCount));
        Assert.False(await messages.MoveNextAsync());
    }

    [Fact]
    public async Task Bars_fetched_after_a_gap_of_the_only_instrument_make_their_rows()
    {
        MemoryTape tape = new();
        FeedTape feed = await tape.CreateAsync();
        await AddAsync(feed, 1, (0, 0));
        await AddAsync(feed, 9, (0, 1), (0, 2), (0, 3));
        feed.Journal.End();
        await using IAsyncEnumerator<StreamFeaturesResponse> messages = Reader(feed, partial: false, "A").ReadAsync(CancellationToken.None).GetAsyncEnumerator();
        StreamFeaturesResponse[] got = await TakeAsync(messages, 4);
        Assert.Equal([0L, 60L, 120L, 180L], got.Select(message => message.EventTime.Seconds));
        Assert.Equal(2.5, got[3].Row.Values[0]);
    }

    private static async Task AddAsync(FeedTape feed, double knownMinute, params (int Instrument, int Minute)[] bars)
    {
        List<JournalEntry> entries = [];
        FeedEvents.Append(
            entries,
            new((long)(knownMinute * UnixTime.Minute), bars.Select(bar => Domain.Engine.MarketEvent.OfBar(bar.Instrument, MemoryTape.Bar(bar.Minute))).ToArray()),
            feed.Journal.LastSequence);
        await feed.Journal.AppendAsync(entries, CancellationToken.None);
    }

    private static FeatureReader Reader(FeedTape feed, bool partial, params string[] instruments)
    {
        LiveFeatureSet set = LiveFeatureSet.Of(feed.Universe, instruments, fillLimit: 5);
        return new FeatureReader(
            feed, set, new LiveFeatureRows(set, s_average), new FeatureCursor(feed.Id, "key", 0, 0),
            (_, _) => Task.FromResult(new WarmUpHistory(feed.Universe.Universe, [], "warm_up_rows")), partial, TimeSpan.FromHours(1), TimeProvider.System);
    }

    private static async Task<StreamFeaturesResponse[]> TakeAsync(IAsyncEnumerator<StreamFeaturesResponse> messages, int count)
    {
        List<StreamFeaturesResponse> got = [];
        while (got.Count < count && await messages.MoveNextAsync())
        {
            got.Add(messages.Current);
        }

        return [.. got];
    }
}
