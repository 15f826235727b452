using System.Buffers.Binary;
using System.Runtime.InteropServices;
using Tradewind.V1;

namespace Tradewind.Client;

/// <summary>Rows in columnar form: one time label a row, one <see cref="double"/> a row and column. NaN is missing.</summary>
public sealed class ColumnTable
{
    private readonly double[][] _columns;
    private readonly Dictionary<string, int> _ordinals;

    private ColumnTable(long[] times, string[] names, double[][] columns)
    {
        Times = times;
        Names = names;
        _columns = columns;
        _ordinals = new Dictionary<string, int>(StringComparer.Ordinal);
        for (int i = 0; i < names.Length; i++)
        {
            _ordinals[names[i]] = i;
        }
    }

    /// <summary>Row labels, UNIX nanoseconds UTC, shape [rows].</summary>
    public long[] Times { get; }

    /// <summary>Column names, in order.</summary>
    public IReadOnlyList<string> Names { get; }

    /// <summary>Rows.</summary>
    public int RowCount => Times.Length;

    /// <summary>Values of a column, shape [rows].</summary>
    /// <param name="name">Column name.</param>
    /// <exception cref="KeyNotFoundException">There is no such column.</exception>
    public double[] this[string name] => _ordinals.TryGetValue(name, out int ordinal)
        ? _columns[ordinal]
        : throw new KeyNotFoundException($"There is no column '{name}'; the columns are {string.Join(", ", Names)}.");

    /// <summary>Values of a column by position, shape [rows].</summary>
    /// <param name="ordinal">Position, from 0.</param>
    public double[] ColumnAt(int ordinal) => _columns[ordinal];

    /// <summary>Joins blocks of one stream, in order, into a table.</summary>
    /// <param name="blocks">Blocks with the same columns; none gives a table without rows and columns.</param>
    /// <exception cref="InvalidDataException">A block's lengths contradict its row count, or blocks differ in columns.</exception>
    public static ColumnTable FromBlocks(params IReadOnlyList<ColumnBlock> blocks)
    {
        ArgumentNullException.ThrowIfNull(blocks);
        if (blocks.Count == 0)
        {
            return new ColumnTable([], [], []);
        }

        string[] names = [.. blocks[0].Columns.Select(column => column.Name)];
        int rows = blocks.Sum(block => block.RowCount);
        long[] times = new long[rows];
        double[][] columns = [.. names.Select(_ => new double[rows])];
        int offset = 0;
        foreach (ColumnBlock block in blocks)
        {
            RequireSameColumns(names, block);
            Copy(block.Times.Span, times.AsSpan(offset, block.RowCount), "times");
            for (int i = 0; i < columns.Length; i++)
            {
                Copy(block.Columns[i].Values.Span, columns[i].AsSpan(offset, block.RowCount), names[i]);
            }

            offset += block.RowCount;
        }

        return new ColumnTable(times, names, columns);
    }

    private static void RequireSameColumns(string[] names, ColumnBlock block)
    {
        if (!block.Columns.Select(column => column.Name).SequenceEqual(names, StringComparer.Ordinal))
        {
            throw new InvalidDataException(
                $"All blocks of a stream must have the columns {string.Join(", ", names)}; one has " +
                $"{string.Join(", ", block.Columns.Select(column => column.Name))}.");
        }
    }

    private static void Copy<T>(ReadOnlySpan<byte> bytes, Span<T> target, string column)
        where T : unmanaged
    {
        Span<byte> destination = MemoryMarshal.AsBytes(target);
        if (bytes.Length != destination.Length)
        {
            throw new InvalidDataException(
                $"Column '{column}' must hold {target.Length} values of 8 bytes, holds {bytes.Length} bytes.");
        }

        bytes.CopyTo(destination);
        if (!BitConverter.IsLittleEndian)
        {
            Span<long> words = MemoryMarshal.Cast<byte, long>(destination);
            BinaryPrimitives.ReverseEndianness(words, words);
        }
    }
}
