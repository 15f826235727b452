using System.Runtime.InteropServices;
using Google.Protobuf;
using Tradewind.Server.Mapping;
using Tradewind.V1;

namespace Tradewind.Server.Backtests;

/// <summary>Tables of columns as documents: blocks one after the other, each with its length before it.</summary>
internal static class StoredColumns
{
    /// <summary>A table as bytes.</summary>
    public static byte[] Write(ReadOnlyMemory<long> times, IReadOnlyList<(string Name, ReadOnlyMemory<double> Values)> columns)
    {
        using MemoryStream output = new();
        foreach (ColumnBlock block in ColumnBlocks.Cut(times, columns))
        {
            block.WriteDelimitedTo(output);
        }

        return output.ToArray();
    }

    /// <summary>The blocks of a table.</summary>
    public static IReadOnlyList<ColumnBlock> Read(ReadOnlyMemory<byte> stored)
    {
        using MemoryStream input = new(stored.ToArray(), writable: false);
        List<ColumnBlock> blocks = [];
        while (input.Position < input.Length)
        {
            blocks.Add(ColumnBlock.Parser.ParseDelimitedFrom(input));
        }

        return blocks;
    }

    /// <summary>Row labels and one column of a table.</summary>
    public static (long[] Times, double[] Values) ReadColumn(IReadOnlyList<ColumnBlock> blocks, string name) => (
        [.. blocks.SelectMany(block => MemoryMarshal.Cast<byte, long>(block.Times.Span).ToArray())],
        [.. blocks.SelectMany(block => MemoryMarshal.Cast<byte, double>(block.Columns.First(column => column.Name == name).Values.Span).ToArray())]);
}
