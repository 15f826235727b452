using System.Collections.Immutable;
using Tradewind.Domain.Market;
using Tradewind.Domain.Market.Alignment;

namespace Tradewind.Server.Data;

/// <summary>A portfolio read from the store and brought onto one calendar.</summary>
/// <param name="Result">Frame and report.</param>
/// <param name="OverlapFirst">First label at which every member has a value of its own; null where there is none.</param>
/// <param name="OverlapLast">Last such label.</param>
/// <param name="Revisions">Content hash of what was used, by instrument and timeframe.</param>
/// <param name="Simulated">True when any member is simulated.</param>
/// <param name="Screened">True when outliers were looked for.</param>
internal sealed record LoadedPortfolio(
    AlignmentResult Result, long? OverlapFirst, long? OverlapLast, ImmutableSortedDictionary<string, string> Revisions, bool Simulated, bool Screened)
{
    /// <summary>The aligned columns.</summary>
    public Frame Frame => Result.Frame;
}
