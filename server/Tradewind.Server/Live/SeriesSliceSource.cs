using System.Collections.Immutable;
using Tradewind.Domain.Engine;
using Tradewind.Domain.Errors;
using Tradewind.Domain.Market;

namespace Tradewind.Server.Live;

/// <summary>Plays series: bars when they close, other fields when they become known.</summary>
internal sealed class SeriesSliceSource : ISliceSource
{
    private readonly MarketEventStream _events;

    /// <summary>Starts at the first row of the series.</summary>
    /// <param name="series">One series an instrument.</param>
    /// <param name="path">Where a request names them.</param>
    /// <exception cref="InvalidInputException">None of them has bars.</exception>
    public SeriesSliceSource(ImmutableArray<InstrumentSeries> series, string path)
    {
        Universe = TradedSeries.Universe(series, path);
        _events = new MarketEventStream(Universe.Universe, series.Where(entry => entry.HasBars), series.Where(entry => !entry.HasBars));
    }

    /// <inheritdoc />
    public FeedUniverse Universe { get; }

    /// <inheritdoc />
    public bool TryNext(out MarketSlice slice) => _events.TryNext(out slice);
}
