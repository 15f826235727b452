namespace Tradewind.Storage;

/// <summary>Space of values before packing: eight bytes for a time and for each field. On disk they take up to that.</summary>
internal static class ChunkBytes
{
    /// <summary>Bytes of a row.</summary>
    public static long OfRow(long fields) => (fields + 1) * sizeof(long);

    /// <summary>Bytes of a chunk's own values; 0 where it shares those of another.</summary>
    public static long Of(ChunkHeader chunk) => chunk.DataKey == chunk.Key ? chunk.Count * OfRow(chunk.FieldCount) : 0;
}
