using Google.Protobuf;
using Tradewind.Domain.Market;
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
    /// <param name="packs">Whether the reader takes evenly spaced times and decimals of a few digits in fewer bytes.</param>
    public static IEnumerable<ColumnBlock> Cut(
        ReadOnlyMemory<long> times, IReadOnlyList<(string Name, ReadOnlyMemory<double> Values)> columns, bool packs = false)
    {
        // Mostly packed to a third; what does not pack still fits the four megabytes a client takes by default.
        int rowsPerBlock = Math.Max(1, (packs ? 3 : 1) * TargetBytes / (8 * (columns.Count + 1)));
        for (int start = 0; start < times.Length; start += rowsPerBlock)
        {
            int count = Math.Min(rowsPerBlock, times.Length - start);
            (ReadOnlyMemory<long> part, (string Name, ReadOnlyMemory<double> Values)[] parts) =
                (times.Slice(start, count), [.. columns.Select(column => (column.Name, column.Values.Slice(start, count)))]);
            yield return packs ? Packed(part, parts, rowsPerBlock) : Whole(part, parts);
        }
    }

    /// <summary>Blocks of a frame, in row order; none for an empty one.</summary>
    public static IEnumerable<ColumnBlock> Cut(Frame frame) => Cut(frame.Times, [.. frame.Columns.Select(column => (column.Name, column.Values))]);

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

    private static ColumnBlock Packed(ReadOnlyMemory<long> times, (string Name, ReadOnlyMemory<double> Values)[] columns, int rowsPerBlock)
    {
        ColumnBlock block = new() { RowCount = times.Length };
        if (StepOf(times.Span) is { } step)
        {
            block.RegularTimes = new RegularTimes { Start = times.Span[0], Step = step };
        }
        else
        {
            block.Times = Bytes(times);
        }

        foreach ((string name, ReadOnlyMemory<double> values) in columns)
        {
            block.Columns.Add(PackedPieces.Of(values, rowsPerBlock) is { } packed
                ? new Column
                {
                    Name = name,
                    Packed = new PackedValues
                    {
                        Offsets = UnsafeByteOperations.UnsafeWrap(packed.Offsets), Width = packed.Width, Base = packed.Base, Exponent = packed.Exponent,
                        HasMissing = packed.HasMissing,
                    },
                }
                : new Column { Name = name, Values = Bytes(values) });
        }

        return block;
    }

    /// <summary>Distance between neighbouring times where it is the same for all; null otherwise.</summary>
    private static long? StepOf(ReadOnlySpan<long> times)
    {
        if (times.Length < 2)
        {
            return null;
        }

        long step = times[1] - times[0];
        for (int i = 2; i < times.Length; i++)
        {
            if (times[i] - times[i - 1] != step)
            {
                return null;
            }
        }

        return step;
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
