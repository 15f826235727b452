using System.Collections.Immutable;
using Tradewind.Domain.Market;

namespace Tradewind.Storage;

/// <summary>What is stored of one instrument at one timeframe.</summary>
/// <param name="Timeframe">Bar length or spacing.</param>
/// <param name="Availability">When a row becomes known.</param>
/// <param name="Fields">Field names in stored order.</param>
/// <param name="RowCount">Number of rows.</param>
/// <param name="FirstTime">Time of the first row; null when there is none.</param>
/// <param name="LastTime">Time of the last row; null when there is none.</param>
/// <param name="Revision"><see cref="InstrumentSeries.Revision"/> of the whole content.</param>
public sealed record StoredSeries(
    Timeframe Timeframe,
    Availability Availability,
    ImmutableArray<string> Fields,
    long RowCount,
    long? FirstTime,
    long? LastTime,
    string Revision);
