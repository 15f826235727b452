using Google.Protobuf;
using Tradewind.V1;

namespace Tradewind.Server.Mapping;

/// <summary>Cuts columns into blocks for the wire: little-endian 64-bit values that numpy and spans read without conversion.</summary>
internal static class ColumnBlocks
{
    /// <summary>Bytes a block aims at: large enough for throughput, small enough for default message limits.</summary>
    private const int TargetBytes = 1 << 20;

    /// <summary>Blocks of a table, in row order; none for an empty table.</summary>
    /// <param name="times">Row labels.</param>
    /// <param name="columns">Names and values, each as long as <paramref name="times"/>.</param>
    public static IEnumerable<ColumnBlock> Cut(ReadOnlyMemory<long> times, IReadOnlyList<(string Name, ReadOnlyMemory<double> Values)> columns)
    {
        int rowsPerBlock = Math.Max(1, TargetBytes / (8 * (columns.Count + 1)));
        for (int start = 0; start < times.Length; start += rowsPerBlock)
        {
            int count = Math.Min(rowsPerBlock, times.Length - start);
            yield return Whole(times.Slice(start, count), [.. columns.Select(column => (column.Name, column.Values.Slice(start, count)))]);
        }
    }

    /// <summary>A table as one block, however large.</summary>
    public static ColumnBlock Whole(ReadOnlyMemory<long> times, IReadOnlyList<(string Name, ReadOnlyMemory<double> Values)> columns)
    {
        ColumnBlock block = new() { RowCount = times.Length, Times = Bytes(times) };
        foreach ((string name, ReadOnlyMemory<double> values) in columns)
        {
            block.Columns.Add(new Column { Name = name, Values = Bytes(values) });
        }

        return block;
    }

    /// <summary>The values themselves: columns never change once they are published, so that the message may share their memory.</summary>
    private static ByteString Bytes<T>(ReadOnlyMemory<T> values)
        where T : unmanaged
    {
        if (!BitConverter.IsLittleEndian)
        {
            throw new PlatformNotSupportedException("Columns are little-endian on the wire; this machine is not.");
        }

        return UnsafeByteOperations.UnsafeWrap(new MemoryBytes<T>(values).Memory);
    }
}
