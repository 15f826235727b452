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
    public void Packed_blocks_give_back_every_bit_and_leave_alone_what_would_not_come_back()
    {
        const int Rows = 50_000;
        Random random = new(5);
        long[] even = [.. Enumerable.Range(0, Rows).Select(row => -7L + (row * 60L))];
        long[] uneven = [.. even.Select((time, row) => row == Rows - 1 ? time + 1 : time)];
        double[] prices = [.. Enumerable.Range(0, Rows).Select(row => row % 9 == 0 ? double.NaN : Math.Round(-50 + (100 * random.NextDouble()), 4))];
        double[] noise = [.. Enumerable.Range(0, Rows).Select(_ => random.NextDouble())];
        ColumnBlock[] blocks = [.. ColumnBlocks.Cut(even, [("price", prices), ("noise", noise)], packs: true)];

        Assert.True(blocks.Length == 1 || blocks.All(block => block.RegularTimes is not null));
        Assert.All(blocks, block => Assert.True(block.Times.IsEmpty && block.Columns[0].Values.IsEmpty && block.Columns[1].Packed is null));
        Assert.Equal(even, blocks.SelectMany(block => Enumerable.Range(0, block.RowCount).Select(row => block.RegularTimes.Start + (row * block.RegularTimes.Step))));
        Assert.Equal(Bits(prices), Bits([.. blocks.SelectMany(block => Values(block.Columns[0].Packed))]));
        Assert.Equal(Bits(noise), Bits([.. blocks.SelectMany(block => MemoryMarshal.Cast<byte, double>(block.Columns[1].Values.Span).ToArray())]));
        Assert.Equal(
            uneven,
            ColumnBlocks.Cut(uneven, [("price", prices)], packs: true).SelectMany(block => block.RegularTimes is { } regular
                ? Enumerable.Range(0, block.RowCount).Select(row => regular.Start + (row * regular.Step))
                : MemoryMarshal.Cast<byte, long>(block.Times.Span).ToArray()));
    }

    [Fact]
    public void Reads_of_ever_other_intervals_keep_no_more_packed_pieces_than_one_cutting_has()
    {
        const int Rows = 400_000;
        long[] times = [.. Enumerable.Range(0, Rows)];
        double[] prices = [.. Enumerable.Range(0, Rows).Select(row => row % 1000 / 100.0)];
        int blocks = ColumnBlocks.Cut(times, [("price", prices)], packs: true).Count();
        Assert.Equal(blocks, PackedPieces.CountOf(prices));
        for (int start = 1; start < 50; start++)
        {
            ReadOnlyMemory<double> part = prices.AsMemory(start);
            Assert.NotEmpty(ColumnBlocks.Cut(times.AsMemory(start), [("price", part)], packs: true).ToArray());
        }

        Assert.Equal(blocks, PackedPieces.CountOf(prices));
    }

    private static IEnumerable<double> Values(PackedValues packed)
    {
        uint missing = packed.Width switch { 1 => byte.MaxValue, 2 => ushort.MaxValue, _ => uint.MaxValue };
        uint[] offsets = packed.Width switch
        {
            1 => [.. packed.Offsets.Select(offset => (uint)offset)],
            2 => [.. MemoryMarshal.Cast<byte, ushort>(packed.Offsets.Span).ToArray().Select(offset => (uint)offset)],
            _ => MemoryMarshal.Cast<byte, uint>(packed.Offsets.Span).ToArray(),
        };
        return offsets.Select(offset => offset == missing ? double.NaN : ((double)packed.Base + offset) / Math.Pow(10, packed.Exponent));
    }

    private static long[] Bits(double[] values) => [.. values.Select(BitConverter.DoubleToInt64Bits)];

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
