using Tradewind.Domain.Engine.Orders;
using Tradewind.Domain.Errors;
using Tradewind.Domain.Market;

namespace Tradewind.Domain.Engine.Recording;

/// <summary>
/// Engine inputs as bytes. Layout: version (byte, 1), kind (byte), time (int64), then the fields of the kind in the order below.
/// Numbers are little-endian; doubles are their IEEE bits; decimals are the four int32 of their .NET form, so that their scale is
/// kept; text is an int32 byte count and UTF-8; what may be absent follows a byte 0 or 1.
/// <list type="bullet">
/// <item>1 slice: int32 count, then for each event int32 instrument ordinal, int32 field ordinal (−1 for a bar, −2 for a bar of an execution series), int64 stamp, and for
/// an observation one double, for a bar five (open, high, low, close, volume).</item>
/// <item>2 submit: instrument, side byte, quantity, type byte, limit?, stop?, time-in-force byte, tag.</item>
/// <item>3 cancel: order id. 4 modify: order id, quantity?, limit?, stop?. 5 halt: reason, flatten byte. 6 finish: nothing. 7 warm-up: as
/// 1.</item>
/// </list>
/// </summary>
public static class EngineInputFormat
{
    // Version 1 had no rare terms in orders; sessions written then are still read.
    private const byte Version = 2;

    /// <summary>Encodes an input.</summary>
    public static byte[] Encode(EngineInput input)
    {
        ArgumentNullException.ThrowIfNull(input);
        RecordWriter writer = new();
        writer.Byte(Version);
        switch (input)
        {
            case SliceInput slice:
                WriteSlice(writer.Byte(1), slice.Slice);
                break;
            case WarmUpInput warmUp:
                WriteSlice(writer.Byte(7), warmUp.Slice);
                break;
            case SubmitInput { Request: var request }:
                writer.Byte(2).Long(input.Time).Text(request.Instrument).Byte((byte)request.Side).Decimal(request.Quantity).Byte((byte)request.Type)
                    .Optional(request.LimitPrice).Optional(request.StopPrice).Byte((byte)request.TimeInForce).Text(request.Tag)
                    .Optional(request.TrailAmount).Optional(request.TrailPercent).Optional(request.DisplayQuantity)
                    .Optional(request.BracketStop).Optional(request.BracketTarget).Long(request.ExpireTime ?? 0)
                    .Text(request.OneCancelsOther).Flag(request.ReduceOnly);
                break;
            case CancelInput cancel:
                writer.Byte(3).Long(cancel.Time).Text(cancel.OrderId);
                break;
            case ModifyInput modify:
                writer.Byte(4).Long(modify.Time).Text(modify.OrderId)
                    .Optional(modify.Change.Quantity).Optional(modify.Change.LimitPrice).Optional(modify.Change.StopPrice);
                break;
            case HaltInput halt:
                writer.Byte(5).Long(halt.Time).Text(halt.Reason).Flag(halt.Flatten);
                break;
            case FinishInput:
                writer.Byte(6).Long(input.Time);
                break;
            default:
                throw new ArgumentOutOfRangeException(nameof(input), input, "Unknown kind of input.");
        }

        return writer.Written.ToArray();
    }

    /// <summary>Decodes an input.</summary>
    /// <exception cref="InvalidInputException">Reason <c>RECORD_INVALID</c>: damaged, cut short, or of another version.</exception>
    public static EngineInput Decode(ReadOnlySpan<byte> bytes)
    {
        RecordReader reader = new(bytes);
        byte version = reader.Byte();
        if (version is 0 or > Version)
        {
            throw RecordReader.Invalid($"version {version} is not 1 to {Version}");
        }

        byte kind = reader.Byte();
        long time = reader.Long();
        EngineInput input = kind switch
        {
            1 => new SliceInput(new MarketSlice(time, ReadEvents(ref reader))),
            2 => new SubmitInput(time, version == 1 ? ReadRequest(ref reader) : ReadRareTerms(ReadRequest(ref reader), ref reader)),
            3 => new CancelInput(time, reader.Text()),
            4 => new ModifyInput(time, reader.Text(), new OrderChange(reader.OptionalDecimal(), reader.OptionalDecimal(), reader.OptionalDecimal())),
            5 => new HaltInput(time, reader.Text(), reader.Flag()),
            6 => new FinishInput(time),
            7 => new WarmUpInput(new MarketSlice(time, ReadEvents(ref reader))),
            _ => throw RecordReader.Invalid($"kind {kind} is unknown"),
        };
        reader.End();
        return input;
    }

    private static void WriteSlice(RecordWriter writer, in MarketSlice slice)
    {
        writer.Long(slice.KnownTime).Int(slice.Events.Length);
        foreach (ref readonly MarketEvent item in slice.Events.Span)
        {
            WriteEvent(writer, item);
        }
    }

    private static void WriteEvent(RecordWriter writer, in MarketEvent item)
    {
        writer.Int(item.Instrument).Int(item.Field).Long(item.Stamp);
        if (item.IsBar || item.IsExecution)
        {
            writer.Double(item.Bar.Open).Double(item.Bar.High).Double(item.Bar.Low).Double(item.Bar.Close).Double(item.Bar.Volume);
        }
        else
        {
            writer.Double(item.Value);
        }
    }

    private static MarketEvent[] ReadEvents(ref RecordReader reader)
    {
        MarketEvent[] events = new MarketEvent[reader.Count(leastBytes: 24)];
        for (int i = 0; i < events.Length; i++)
        {
            (int instrument, int field, long stamp) = (reader.Int(), reader.Int(), reader.Long());
            events[i] = field >= 0
                ? MarketEvent.OfField(instrument, field, stamp, reader.Double())
                : new MarketEvent(instrument, field, new Bar(stamp, reader.Double(), reader.Double(), reader.Double(), reader.Double(), reader.Double()));
        }

        return events;
    }

    private static OrderRequest ReadRareTerms(OrderRequest request, ref RecordReader reader) => request with
    {
        TrailAmount = reader.OptionalDecimal(),
        TrailPercent = reader.OptionalDecimal(),
        DisplayQuantity = reader.OptionalDecimal(),
        BracketStop = reader.OptionalDecimal(),
        BracketTarget = reader.OptionalDecimal(),
        ExpireTime = reader.Long() is not 0 and long time ? time : null,
        OneCancelsOther = reader.Text(),
        ReduceOnly = reader.Flag(),
    };

    private static OrderRequest ReadRequest(ref RecordReader reader) => new()
    {
        Instrument = reader.Text(),
        Side = reader.Enum<OrderSide>(),
        Quantity = reader.Decimal(),
        Type = reader.Enum<OrderType>(),
        LimitPrice = reader.OptionalDecimal(),
        StopPrice = reader.OptionalDecimal(),
        TimeInForce = reader.Enum<TimeInForce>(),
        Tag = reader.Text(),
    };
}
