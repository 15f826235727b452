using FsCheck;
using FsCheck.Fluent;
using Tradewind.Domain.Engine;
using Tradewind.Domain.Engine.Orders;
using Tradewind.Domain.Engine.Recording;
using Tradewind.Domain.Errors;
using Tradewind.Domain.Market;

namespace Tradewind.Engine.Tests;

public class RecordFormatTests
{
    [Fact]
    public void The_layout_of_a_slice_is_as_documented()
    {
        SliceInput slice = new(new MarketSlice(258, new[] { MarketEvent.OfField(1, 0, 2, 1.5) }));
        Assert.Equal(
            "0201" + "0201000000000000" + "01000000" + "01000000" + "00000000" + "0200000000000000" + "000000000000F83F",
            Convert.ToHexString(EngineInputFormat.Encode(slice)));
    }

    [Fact]
    public void Decimals_keep_their_scale()
    {
        SubmitInput submit = new(5, new OrderRequest
        {
            Instrument = "ä/€", Side = OrderSide.Sell, Quantity = 1.500m, LimitPrice = -37.63m, Type = OrderType.Limit, Tag = "t",
        });
        SubmitInput read = Assert.IsType<SubmitInput>(EngineInputFormat.Decode(EngineInputFormat.Encode(submit)));
        Assert.Equal(submit, read);
        Assert.Equal("1.500", read.Request.Quantity.ToString(System.Globalization.CultureInfo.InvariantCulture));
    }

    [Fact]
    public void Any_cut_or_damaged_record_is_refused_and_never_misread_as_longer()
    {
        EngineInput[] inputs =
        [
            new SliceInput(new MarketSlice(9, new[] { MarketEvent.OfBar(0, new Bar(1, 1, 2, 0.5, 1, double.NaN)) })),
            new SubmitInput(5, new OrderRequest { Instrument = "X", Side = OrderSide.Buy, Quantity = 1, StopPrice = 3 }),
            new CancelInput(5, "ORD-000001"), new ModifyInput(5, "ORD-000001", new OrderChange(1)), new HaltInput(5, "r", true), new FinishInput(5),
        ];
        foreach (byte[] bytes in inputs.Select(EngineInputFormat.Encode))
        {
            for (int length = 0; length < bytes.Length; length++)
            {
                Assert.Throws<InvalidInputException>(() => EngineInputFormat.Decode(bytes.AsSpan(0, length)));
            }

            Assert.Throws<InvalidInputException>(() => EngineInputFormat.Decode([.. bytes, 0]));
            Assert.Throws<InvalidInputException>(() => EngineInputFormat.Decode([3, .. bytes[1..]]));
        }
    }

    [Fact]
    public void Random_bytes_are_either_refused_or_read() => Prop.ForAll<byte[]>(bytes =>
    {
        try
        {
            EngineInputFormat.Decode([bytes.Length % 2 == 0 ? (byte)1 : (byte)2, .. bytes]);
        }
        catch (InvalidInputException error)
        {
            Assert.Equal("RECORD_INVALID", error.Reason);
        }
    }).QuickCheckThrowOnFailure();
}
