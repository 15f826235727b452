using System.Runtime.InteropServices;
using FsCheck;
using FsCheck.Fluent;
using Google.Protobuf;
using Tradewind.Client;
using Tradewind.V1;

namespace Tradewind.Clients.Tests.Client;

public sealed class ColumnTableTests
{
    [Fact]
    public void Decodes_little_endian_times_and_values()
    {
        // 1 ns after the epoch; 1.0 is 3FF0000000000000, NaN is kept as missing.
        ColumnBlock block = new() { RowCount = 2, Times = Bytes(1, 0, 0, 0, 0, 0, 0, 0, 2, 0, 0, 0, 0, 0, 0, 0) };
        block.Columns.Add(new Column { Name = "close", Values = Bytes(0, 0, 0, 0, 0, 0, 0xF0, 0x3F, 0, 0, 0, 0, 0, 0, 0xF8, 0x7F) });

        ColumnTable table = ColumnTable.FromBlocks(block);

        Assert.Equal([1L, 2L], table.Times);
        Assert.Equal(["close"], table.Names);
        Assert.Equal(1.0, table["close"][0]);
        Assert.True(double.IsNaN(table["close"][1]));
    }

    [Fact]
    public void Joining_blocks_gives_back_every_value_in_order() => Prop.ForAll<double[], PositiveInt>((values, size) =>
    {
        ColumnBlock[] blocks = [.. values.Chunk(size.Get).Select(chunk => Block([.. chunk.Select(BitConverter.DoubleToInt64Bits)], chunk))];
        ColumnTable table = ColumnTable.FromBlocks(blocks);
        return table.RowCount == values.Length
            && (values.Length == 0 || table["x"].AsSpan().SequenceEqual(values))
            && table.Times.SequenceEqual(values.Select(BitConverter.DoubleToInt64Bits));
    }).QuickCheckThrowOnFailure();

    [Fact]
    public void No_blocks_give_an_empty_table() => Assert.Equal(0, ColumnTable.FromBlocks().RowCount);

    [Fact]
    public void Refuses_a_column_whose_length_contradicts_the_rows()
    {
        ColumnBlock block = Block([1, 2], [1.0]);
        InvalidDataException error = Assert.Throws<InvalidDataException>(() => ColumnTable.FromBlocks(block));
        Assert.Contains("'x' must hold 2 values", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Refuses_blocks_with_different_columns()
    {
        ColumnBlock other = Block([2], [2.0]);
        other.Columns[0].Name = "y";
        Assert.Throws<InvalidDataException>(() => ColumnTable.FromBlocks(Block([1], [1.0]), other));
    }

    [Fact]
    public void Names_the_columns_when_one_is_unknown()
    {
        KeyNotFoundException error = Assert.Throws<KeyNotFoundException>(() => ColumnTable.FromBlocks(Block([1], [1.0]))["close"]);
        Assert.Contains("the columns are x", error.Message, StringComparison.Ordinal);
    }

    internal static ColumnBlock Block(long[] times, double[] values, string name = "x") => new()
    {
        RowCount = times.Length,
        Times = ByteString.CopyFrom(MemoryMarshal.AsBytes<long>(times)),
        Columns = { new Column { Name = name, Values = ByteString.CopyFrom(MemoryMarshal.AsBytes<double>(values)) } },
    };

    private static ByteString Bytes(params byte[] bytes) => ByteString.CopyFrom(bytes);
}
