using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using Tradewind.Server.Mapping;
using Tradewind.V1;

namespace Tradewind.Server.Tests;

public sealed class ColumnBlocksTests
{
    [Fact]
    public void Blocks_share_the_memory_of_their_columns()
    {
        long[] times = [1, 2, 3];
        double[] values = [0.5, double.NaN, -2];
        ColumnBlock block = Assert.Single(ColumnBlocks.Cut(times, [("close", values)]));
        ReadOnlySpan<byte> bytes = block.Columns[0].Values.Span;
        Assert.True(Unsafe.AreSame(in bytes[0], in MemoryMarshal.AsBytes(values.AsSpan())[0]));
        Assert.Equal(values, MemoryMarshal.Cast<byte, double>(ColumnBlock.Parser.ParseFrom(Google.Protobuf.MessageExtensions.ToByteArray(block)).Columns[0].Values.Span).ToArray());
    }

    [Fact]
    public void Long_columns_are_cut_without_a_gap()
    {
        long[] times = [.. Enumerable.Range(0, 200_000)];
        double[] values = [.. times.Select(time => (double)time)];
        ColumnBlock[] blocks = [.. ColumnBlocks.Cut(times, [("x", values)])];
        Assert.True(blocks.Length > 1);
        Assert.Equal(times, blocks.SelectMany(block => MemoryMarshal.Cast<byte, long>(block.Times.Span).ToArray()));
        Assert.Equal(values, blocks.SelectMany(block => MemoryMarshal.Cast<byte, double>(block.Columns[0].Values.Span).ToArray()));
    }
}
