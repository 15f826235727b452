namespace Tradewind.Storage;

/// <summary>A chunk without its columns.</summary>
internal sealed record ChunkHeader(long Key, long FirstTime, long LastTime, long Count, long FieldCount);
