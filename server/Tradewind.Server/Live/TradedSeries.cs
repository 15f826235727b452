using System.Collections.Immutable;
using Tradewind.Domain.Errors;
using Tradewind.Domain.Market;

namespace Tradewind.Server.Live;

/// <summary>The rule by which members become traded or observed: a series with a close is traded, the fields of others are observed.</summary>
internal static class TradedSeries
{
    /// <summary>Universe of members.</summary>
    /// <exception cref="InvalidInputException">No member has bars.</exception>
    public static FeedUniverse Universe(ImmutableArray<InstrumentSeries> series, string path) => series.Any(entry => entry.HasBars)
        ? FeedUniverse.Of(series)
        : throw new InvalidInputException("NO_BARS", path, "needs at least one instrument with bars (a field named close) to decide on.");
}
