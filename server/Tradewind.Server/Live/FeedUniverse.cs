using System.Collections.Immutable;
using System.Text.Json;
using Tradewind.Domain.Engine;
using Tradewind.Domain.Market;

namespace Tradewind.Server.Live;

/// <summary>What a feed carries: its events name instruments and fields by their ordinals here. Kept beside the feed, so that recorded
/// events stay readable after a restart.</summary>
internal sealed class FeedUniverse
{
    private FeedUniverse(ImmutableArray<FeedInstrument> instruments, ImmutableArray<FieldKey> fields)
    {
        Universe = new TradingUniverse(
            instruments.Where(entry => entry.Traded).Select(entry => entry.Instrument),
            instruments.Where(entry => !entry.Traded).Select(entry => entry.Instrument),
            fields);
        Dictionary<string, string> timeframes = instruments.ToDictionary(entry => entry.Instrument.Id, entry => entry.Timeframe, StringComparer.Ordinal);
        Timeframes = [.. Universe.Instruments.Select(instrument => timeframes[instrument.Id])];
    }

    private FeedUniverse(TradingUniverse universe, ImmutableArray<string> timeframes) => (Universe, Timeframes) = (universe, timeframes);

    /// <summary>Instruments and fields by ordinal.</summary>
    public TradingUniverse Universe { get; }

    /// <summary>Bar length or spacing by instrument ordinal.</summary>
    public ImmutableArray<string> Timeframes { get; }

    /// <summary>True when any of it is simulated.</summary>
    public bool Simulated => Universe.Instruments.Any(instrument => instrument.Simulated);

    /// <summary>A universe of series: those with a close are traded, the fields of the others are observed.</summary>
    public static FeedUniverse Of(IReadOnlyCollection<InstrumentSeries> series) => new(
        [.. series.Select(entry => new FeedInstrument(entry.Instrument, entry.Timeframe.ToString(), entry.HasBars))],
        [.. series.Where(entry => !entry.HasBars).SelectMany(entry => entry.Fields.Select(field => new FieldKey(entry.Instrument.Id, field)))]);

    /// <summary>The same instruments with bars of another length.</summary>
    public FeedUniverse WithTimeframe(Timeframe timeframe) => new(Universe, [.. Timeframes.Select(_ => timeframe.ToString())]);

    /// <summary>The same with fields of one more instrument, which is observed; ordinals of the others may move.</summary>
    public FeedUniverse Observing(Instrument instrument, Timeframe spacing, IReadOnlyList<string> fields)
    {
        TradingUniverse wider = new(
            Universe.Instruments.Where((_, ordinal) => Universe.Tradable[ordinal]),
            Universe.Instruments.Where((_, ordinal) => !Universe.Tradable[ordinal]).Append(instrument),
            Universe.Fields.Concat(fields.Select(field => new FieldKey(instrument.Id, field))));
        return new FeedUniverse(
            wider, [.. wider.Instruments.Select(one => Universe.FindInstrument(one.Id) is >= 0 and int before ? Timeframes[before] : spacing.ToString())]);
    }

    /// <summary>Reads what <see cref="Serialize"/> wrote.</summary>
    public static FeedUniverse Deserialize(ReadOnlySpan<byte> json)
    {
        Stored stored = JsonSerializer.Deserialize<Stored>(json) ?? throw new JsonException("A stored feed universe is empty.");
        return new FeedUniverse(stored.Instruments, stored.Fields);
    }

    /// <summary>The universe as JSON.</summary>
    public byte[] Serialize() => JsonSerializer.SerializeToUtf8Bytes(new Stored(
        [.. Universe.Instruments.Select((instrument, i) => new FeedInstrument(instrument, Timeframes[i], Universe.Tradable[i]))],
        Universe.Fields));

    private sealed record Stored(ImmutableArray<FeedInstrument> Instruments, ImmutableArray<FieldKey> Fields);

    private sealed record FeedInstrument(Instrument Instrument, string Timeframe, bool Traded);
}
