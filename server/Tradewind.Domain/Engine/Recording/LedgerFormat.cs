using Tradewind.Domain.Engine.Costs;
using Tradewind.Domain.Engine.Orders;
using Tradewind.Domain.Errors;
using Tradewind.Domain.Strategies;

namespace Tradewind.Domain.Engine.Recording;

/// <summary>
/// Ledger entries as bytes. Layout: version (byte, 1), kind (byte: 1 order, 2 fill, 3 trade, 4 signal, 5 equity, 6 halt), then the
/// fields in the order of the methods below, in the notation of <see cref="EngineInputFormat"/>. Enumerations are one byte.
/// </summary>
public static class LedgerFormat
{
    private const byte Version = 1;

    /// <summary>Encodes an entry.</summary>
    public static byte[] Encode(LedgerEntry entry)
    {
        RecordWriter writer = new();
        Write(writer, entry);
        return writer.Written.ToArray();
    }

    /// <summary>Decodes an entry.</summary>
    /// <exception cref="InvalidInputException">Reason <c>RECORD_INVALID</c>: damaged, cut short, or of another version.</exception>
    public static LedgerEntry Decode(ReadOnlySpan<byte> bytes)
    {
        RecordReader reader = new(bytes);
        byte version = reader.Byte();
        if (version != Version)
        {
            throw RecordReader.Invalid($"version {version} is not {Version}");
        }

        byte kind = reader.Byte();
        LedgerEntry entry = kind switch
        {
            1 => new OrderEntry(ReadOrderEvent(ref reader)),
            2 => new FillEntry(ReadFill(ref reader)),
            3 => new TradeEntry(ReadTrade(ref reader)),
            4 => new SignalEntry(ReadSignal(ref reader)),
            5 => new EquityEntry(new EquityPoint(reader.Long(), reader.Double(), reader.Decimal(), reader.Double(), reader.Double(), reader.Int())),
            6 => new HaltEntry(reader.Long(), reader.Text()),
            _ => throw RecordReader.Invalid($"kind {kind} is unknown"),
        };
        reader.End();
        return entry;
    }

    internal static void Write(RecordWriter writer, LedgerEntry entry)
    {
        writer.Byte(Version);
        switch (entry)
        {
            case OrderEntry order:
                WriteOrderEvent(writer.Byte(1), order.Event);
                break;
            case FillEntry fill:
                WriteFill(writer.Byte(2), fill.Fill);
                break;
            case TradeEntry trade:
                WriteTrade(writer.Byte(3), trade.Trade);
                break;
            case SignalEntry signal:
                WriteSignal(writer.Byte(4), signal.Signal);
                break;
            case EquityEntry { Point: var point }:
                writer.Byte(5).Long(point.Time).Double(point.Equity).Decimal(point.Cash).Double(point.Unrealised).Double(point.GrossExposure)
                    .Int(point.OpenPositions);
                break;
            case HaltEntry halt:
                writer.Byte(6).Long(halt.Time).Text(halt.Reason);
                break;
            default:
                throw new ArgumentOutOfRangeException(nameof(entry), entry, "Unknown kind of entry.");
        }
    }

    private static void WriteOrderEvent(RecordWriter writer, OrderEvent item)
    {
        Order order = item.Order;
        writer.Long(item.Time).Byte((byte)item.Kind).Byte((byte)item.From)
            .Long(order.Number).Int(order.InstrumentOrdinal).Text(order.Instrument).Byte((byte)order.Side).Byte((byte)order.Type)
            .Byte((byte)order.TimeInForce).Decimal(order.Quantity).Optional(order.LimitPrice).Optional(order.StopPrice)
            .Byte((byte)order.Purpose).Byte((byte)order.Status).Long(order.CreatedTime).Long(order.EligibleFrom).Long(order.UpdatedTime)
            .Decimal(order.FilledQuantity).Optional(order.AverageFillPrice).Decimal(order.Costs).Flag(order.Triggered)
            .Byte((byte)order.Rejection).Text(order.Tag).Text(item.Details);
    }

    private static OrderEvent ReadOrderEvent(ref RecordReader reader)
    {
        (long time, OrderEventKind kind, OrderStatus from) = (reader.Long(), reader.Enum<OrderEventKind>(), reader.Enum<OrderStatus>());
        Order order = new()
        {
            Number = reader.Long(),
            InstrumentOrdinal = reader.Int(),
            Instrument = reader.Text(),
            Side = reader.Enum<OrderSide>(),
            Type = reader.Enum<OrderType>(),
            TimeInForce = reader.Enum<TimeInForce>(),
            Quantity = reader.Decimal(),
            LimitPrice = reader.OptionalDecimal(),
            StopPrice = reader.OptionalDecimal(),
            Purpose = reader.Enum<OrderPurpose>(),
            Status = reader.Enum<OrderStatus>(),
            CreatedTime = reader.Long(),
            EligibleFrom = reader.Long(),
            UpdatedTime = reader.Long(),
            FilledQuantity = reader.Decimal(),
            AverageFillPrice = reader.OptionalDecimal(),
            Costs = reader.Decimal(),
            Triggered = reader.Flag(),
            Rejection = reader.Enum<OrderRejection>(),
            Tag = reader.Text(),
        };
        return new OrderEvent(time, kind, from, order, reader.Text());
    }

    private static void WriteFill(RecordWriter writer, Fill fill) =>
        writer.Long(fill.Number).Long(fill.OrderNumber).Long(fill.Time).Long(fill.BarTime).Text(fill.Instrument).Byte((byte)fill.Side)
            .Decimal(fill.Quantity).Decimal(fill.Price).Decimal(fill.RawPrice)
            .Decimal(fill.Cost.Commission).Decimal(fill.Cost.Slippage).Decimal(fill.Cost.Spread).Decimal(fill.Cost.Impact)
            .Decimal(fill.Realised).Decimal(fill.PositionAfter).Byte((byte)fill.Purpose).Decimal(fill.Multiplier);

    private static Fill ReadFill(ref RecordReader reader) => new()
    {
        Number = reader.Long(),
        OrderNumber = reader.Long(),
        Time = reader.Long(),
        BarTime = reader.Long(),
        Instrument = reader.Text(),
        Side = reader.Enum<OrderSide>(),
        Quantity = reader.Decimal(),
        Price = reader.Decimal(),
        RawPrice = reader.Decimal(),
        Cost = new FillCost(reader.Decimal(), reader.Decimal(), reader.Decimal(), reader.Decimal()),
        Realised = reader.Decimal(),
        PositionAfter = reader.Decimal(),
        Purpose = reader.Enum<OrderPurpose>(),
        Multiplier = reader.Decimal(),
    };

    private static void WriteTrade(RecordWriter writer, Trade trade) =>
        writer.Text(trade.Instrument).Byte((byte)trade.Side).Long(trade.EntryTime).Long(trade.ExitTime).Decimal(trade.Quantity)
            .Decimal(trade.EntryPrice).Decimal(trade.ExitPrice).Decimal(trade.Gross).Decimal(trade.Costs).Optional(trade.ReturnPercent)
            .Long(trade.Bars).Double(trade.MaxAdverseExcursion).Double(trade.MaxFavourableExcursion).Long(trade.ExitFillNumber);

    private static Trade ReadTrade(ref RecordReader reader) => new()
    {
        Instrument = reader.Text(),
        Side = reader.Enum<OrderSide>(),
        EntryTime = reader.Long(),
        ExitTime = reader.Long(),
        Quantity = reader.Decimal(),
        EntryPrice = reader.Decimal(),
        ExitPrice = reader.Decimal(),
        Gross = reader.Decimal(),
        Costs = reader.Decimal(),
        ReturnPercent = reader.OptionalDouble(),
        Bars = reader.Long(),
        MaxAdverseExcursion = reader.Double(),
        MaxFavourableExcursion = reader.Double(),
        ExitFillNumber = reader.Long(),
    };

    private static void WriteSignal(RecordWriter writer, Signal signal)
    {
        writer.Long(signal.Time).Int(signal.InstrumentOrdinal).Text(signal.Instrument).Byte((byte)((int)signal.Direction + 1))
            .Optional(signal.Strength).Text(signal.Label).Text(signal.Reason).Int(signal.Values.Length);
        foreach (SignalValue value in signal.Values)
        {
            writer.Text(value.Name).Double(value.Value);
        }
    }

    private static Signal ReadSignal(ref RecordReader reader)
    {
        (long time, int ordinal, string instrument, byte direction) = (reader.Long(), reader.Int(), reader.Text(), reader.Byte());
        (double? strength, string label, string reason) = (reader.OptionalDouble(), reader.Text(), reader.Text());
        SignalValue[] values = new SignalValue[reader.Count(leastBytes: 12)];
        for (int i = 0; i < values.Length; i++)
        {
            values[i] = new SignalValue(reader.Text(), reader.Double());
        }

        return new Signal
        {
            Time = time,
            InstrumentOrdinal = ordinal,
            Instrument = instrument,
            Direction = direction <= 2 ? (SignalDirection)(direction - 1) : throw RecordReader.Invalid($"{direction} is no direction"),
            Strength = strength,
            Label = label,
            Reason = reason,
            Values = [.. values],
        };
    }
}
