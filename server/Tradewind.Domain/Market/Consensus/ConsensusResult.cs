using System.Collections.Immutable;

namespace Tradewind.Domain.Market.Consensus;

/// <summary>A series made from several venues, and what happened on the way.</summary>
/// <param name="Series">The series.</param>
/// <param name="Excluded">Rows in which a venue was left out as too far from the others, by venue, in the order given; empty for aggregations.</param>
/// <param name="MissingRows">Rows a venue had no price in, by venue, in the order given.</param>
/// <param name="LargestRawSpread">Largest spread before any venue was left out, as a fraction of the lowest price in sight; absent without prices.</param>
/// <param name="LargestRawSpreadTime">When that was, UNIX nanoseconds UTC.</param>
/// <param name="RowsWithoutPrice">Rows in which no venue was kept.</param>
public sealed record ConsensusResult(
    InstrumentSeries Series,
    ImmutableArray<KeyValuePair<string, int>> Excluded,
    ImmutableArray<KeyValuePair<string, int>> MissingRows,
    double? LargestRawSpread,
    long? LargestRawSpreadTime,
    int RowsWithoutPrice);
