using Tradewind.Domain.Market;

namespace Tradewind.Storage;

/// <summary>What retention or compaction does to one series.</summary>
/// <param name="InstrumentId">Instrument.</param>
/// <param name="Timeframe">Timeframe of the series.</param>
/// <param name="RevisionsDropped">Revisions that can no longer be read.</param>
/// <param name="RowsDropped">Rows of the newest revision that are gone.</param>
/// <param name="ChunksDropped">Chunks removed.</param>
/// <param name="ChunksWritten">Chunks written in their place.</param>
/// <param name="BytesDropped">Values removed less values written, in bytes; negative where compaction has to keep both for earlier revisions.</param>
public sealed record SeriesUpkeep(
    string InstrumentId, Timeframe Timeframe, long RevisionsDropped, long RowsDropped, long ChunksDropped, long ChunksWritten, long BytesDropped);
