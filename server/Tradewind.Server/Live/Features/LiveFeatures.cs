using System.Collections.Immutable;
using System.Runtime.CompilerServices;
using Tradewind.Domain.Errors;
using Tradewind.Domain.Market;
using Tradewind.Server.FeatureSets;
using Tradewind.Server.Hosting;
using Tradewind.Server.Instruments;
using Tradewind.Server.Mapping;
using Tradewind.Server.Requests;
using Tradewind.Storage;
using Tradewind.V1;
using FeatureSetSpec = Tradewind.Domain.Features.FeatureSetSpec;
using Instrument = Tradewind.Domain.Market.Instrument;

namespace Tradewind.Server.Live.Features;

/// <summary>Computes feature sets on live feeds.</summary>
internal sealed class LiveFeatures(FeedHub feeds, FeatureSetDirectory featureSets, IStore store, InstrumentDirectory instruments, ServerOptions options, TimeProvider clock)
{
    private const int DefaultWarmUp = 5_000;
    private const int LongestWarmUp = 100_000;
    private const int DefaultFill = 5;
    private const int LongestFill = 1_000;

    /// <summary>Messages for a subscriber: the schema, the rows after its cursor, then live ones.</summary>
    /// <exception cref="NotFoundException">There is no such feed, instrument or feature set.</exception>
    /// <exception cref="InvalidInputException">A field is wrong, or the feed does not carry what a feature needs.</exception>
    /// <exception cref="Errors.CursorException">The cursor is of other rows.</exception>
    public async IAsyncEnumerable<StreamFeaturesResponse> StreamAsync(StreamFeaturesRequest request, [EnumeratorCancellation] CancellationToken cancellation)
    {
        string feedId = Required.Text(request.FeedId, "feed_id");
        (int warmUpRows, int fillLimit) = ReadLengths(request);
        FeedTape tape = await feeds.OpenTapeAsync(feedId, cancellation).ConfigureAwait(false);
        LiveFeatureSet set = LiveFeatureSet.Of(tape.Universe, request.InstrumentIds, fillLimit);
        FeatureSetSpec spec = featureSets.Read(request.FeatureSet, request.FeatureSetName, set.Schema);
        FeatureNeeds.Require(spec, request.FeatureSetName.Length > 0 ? featureSets.Get(request.FeatureSetName).Features : request.FeatureSet, set.Schema);
        LiveFeatureRows rows = new(set, spec);
        if (rows.Features.Features.IsEmpty)
        {
            throw new InvalidInputException(
                "NO_FEATURES", "feature_set", $"makes nothing of what the feed carries. {string.Join(" ", rows.Features.Warnings)}".TrimEnd());
        }

        string key = FeatureCursor.KeyOf(
            rows.Features.FeatureSetHash, set.Instruments.Select(ordinal => tape.Universe.Universe.Instruments[ordinal].Id), fillLimit, warmUpRows);
        FeatureCursor cursor = FeatureCursor.Read(request.Cursor, feedId, key, ProtoTime.NowNanoseconds(clock));
        FeatureReader reader = new(
            tape, set, rows, cursor, (before, stop) => ReadHistoryAsync(set, cursor.WarmUpTime, before, warmUpRows, stop),
            request.IncludePartial, TimeSpan.FromSeconds(options.HeartbeatSeconds), clock);
        StreamFeaturesResponse first = reader.Empty();
        first.Schema = FeatureMessages.Schema(rows.Features, set, warmUpRows > 0 ? cursor.WarmUpTime : null);
        yield return first;
        await foreach (StreamFeaturesResponse message in reader.ReadAsync(cancellation).ConfigureAwait(false))
        {
            yield return message;
        }

        StreamFeaturesResponse end = reader.Empty();
        end.FeedEnd = new FeedEnd { State = (await feeds.GetAsync(feedId, cancellation).ConfigureAwait(false)).State };
        yield return end;
    }

    private static (int WarmUpRows, int FillLimit) ReadLengths(StreamFeaturesRequest request)
    {
        int warmUp = request.HasWarmUpRows ? request.WarmUpRows : DefaultWarmUp;
        if (warmUp is < 0 or > LongestWarmUp)
        {
            throw new InvalidInputException("WARM_UP_INVALID", "warm_up_rows", $"must be from 0 to {LongestWarmUp} rows, got {warmUp}.");
        }

        int fill = request.HasFillLimit ? request.FillLimit : DefaultFill;
        if (fill is < 0 or > LongestFill)
        {
            throw new InvalidInputException("FILL_LIMIT_INVALID", "fill_limit", $"must be from 0 to {LongestFill} rows, got {fill}.");
        }

        return (warmUp, request.Fill switch
        {
            FillMethod.Unspecified or FillMethod.Forward => fill,
            FillMethod.None => 0,
            _ => throw new InvalidInputException("FILL_INVALID", "fill", "must be NONE or FORWARD."),
        });
    }

    private async Task<WarmUpHistory> ReadHistoryAsync(LiveFeatureSet set, long asOf, long before, int warmUpRows, CancellationToken cancellation)
    {
        ImmutableArray<InstrumentSeries>.Builder series = ImmutableArray.CreateBuilder<InstrumentSeries>();
        if (warmUpRows > 0)
        {
            ISeriesReader reader = store.Series.AsOf(asOf);
            foreach (int ordinal in set.Instruments)
            {
                if (await ReadAsync(reader, set, ordinal, before, warmUpRows, cancellation).ConfigureAwait(false) is { } read)
                {
                    series.Add(read);
                }
            }
        }

        return new WarmUpHistory(set.Feed.Universe, series.ToImmutable(), "warm_up_rows");
    }

    // What the store does not hold in the bar length of the feed, or held as simulated data where the feed is real, warms nothing up.
    private async Task<InstrumentSeries?> ReadAsync(
        ISeriesReader reader, LiveFeatureSet set, int ordinal, long before, int warmUpRows, CancellationToken cancellation)
    {
        Instrument instrument = set.Feed.Universe.Instruments[ordinal];
        StoredInstrument? stored = await reader.GetInstrumentAsync(instrument.Id, cancellation).ConfigureAwait(false);
        StoredSeries? held = stored?.Series.FirstOrDefault(entry => entry.Timeframe.ToString() == set.Feed.Timeframes[ordinal]);
        if (held is null || stored!.Instrument.Simulated != instrument.Simulated)
        {
            return null;
        }

        // Rows of a market that rests at weekends are fewer than the periods.
        long length = Math.Max(held.Timeframe.Nanoseconds, set.Timeframe.Nanoseconds);
        long from = before - (long)Math.Min(long.MaxValue / 4.0, (double)length * warmUpRows) - length;
        InstrumentSeries read = await reader.ReadAsync(instrument.Id, held.Timeframe, null, from, before, cancellation).ConfigureAwait(false);
        return instruments.Describe(read);
    }
}
