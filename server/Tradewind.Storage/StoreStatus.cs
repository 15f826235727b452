namespace Tradewind.Storage;

/// <summary>What a store holds.</summary>
/// <param name="Engine">Database and version, e.g. <c>SQLite 3.40.1 (system)</c>.</param>
/// <param name="SchemaVersion">Number of the newest migration.</param>
/// <param name="SizeBytes">Space it takes, with free space inside it.</param>
/// <param name="FreeBytes">Space inside it that new data will fill first; null where the database does not say.</param>
/// <param name="InstrumentCount">Instruments.</param>
/// <param name="SeriesCount">Series.</param>
/// <param name="RowCount">Rows of the newest revisions.</param>
/// <param name="ChunkCount">Chunks of the newest revisions.</param>
/// <param name="SmallChunkCount">Those among them that compaction would merge with their neighbours.</param>
/// <param name="RevisionCount">Revisions that can be read.</param>
/// <param name="SupersededChunkCount">Chunks kept only for earlier revisions.</param>
/// <param name="SupersededBytes">Their values, in bytes.</param>
public sealed record StoreStatus(
    string Engine,
    long SchemaVersion,
    long SizeBytes,
    long? FreeBytes,
    long InstrumentCount,
    long SeriesCount,
    long RowCount,
    long ChunkCount,
    long SmallChunkCount,
    long RevisionCount,
    long SupersededChunkCount,
    long SupersededBytes);
