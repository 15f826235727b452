using System.Collections.Immutable;
using Tradewind.Domain.Market;

namespace Tradewind.Sources.Connectors;

/// <summary>History asked of a connector.</summary>
/// <param name="Symbols">Symbols as the source writes them (<c>BTC/USDT</c>, <c>LF98TRUU Index</c>); at least one, each once.</param>
/// <param name="Timeframe">Bar length or spacing.</param>
/// <param name="Start">First label wanted, UNIX nanoseconds UTC.</param>
/// <param name="End">End, exclusive, UNIX nanoseconds UTC.</param>
public sealed record HistoryRequest(ImmutableArray<string> Symbols, Timeframe Timeframe, long Start, long End)
{
    /// <summary>Fields wanted, named as they shall be stored; empty for open, high, low, close and volume.</summary>
    public ImmutableArray<string> Fields { get; init; } = [];

    /// <summary>How long the whole fetch may take; null for the limit of the server.</summary>
    public TimeSpan? Timeout { get; init; }
}
