namespace Tradewind.Storage;

/// <summary>A chunk without its columns.</summary>
/// <param name="Key">Key of the chunk.</param>
/// <param name="FirstTime">Time of its first row.</param>
/// <param name="LastTime">Time of its last row.</param>
/// <param name="Count">Its rows.</param>
/// <param name="FieldCount">Fields the series had when it was written.</param>
/// <param name="WrittenTime">Revision it came with.</param>
/// <param name="DataKey">Chunk that holds its values: itself, or the longer one that begins with the same rows.</param>
/// <param name="DataCount">Rows of that chunk.</param>
internal sealed record ChunkHeader(
    long Key, long FirstTime, long LastTime, long Count, long FieldCount, long WrittenTime, long DataKey, long DataCount);
