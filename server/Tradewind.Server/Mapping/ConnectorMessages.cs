using System.Buffers.Binary;
using Google.Protobuf;
using Google.Protobuf.WellKnownTypes;
using Tradewind.Domain.Errors;
using Tradewind.Domain.Market;
using Tradewind.Sources.Connectors;
using Tradewind.V1;
using AssetClass = Tradewind.Domain.Market.AssetClass;
using Availability = Tradewind.Domain.Market.Availability;
using Bar = Tradewind.Domain.Market.Bar;
using Instrument = Tradewind.Domain.Market.Instrument;

namespace Tradewind.Server.Mapping;

/// <summary>What connectors say, as values of the domain.</summary>
internal static class ConnectorMessages
{
    /// <summary>The kind of a failure; kinds this version does not know are defects.</summary>
    public static ConnectorErrorKind Kind(ConnectorErrorCode code) => code switch
    {
        ConnectorErrorCode.InvalidSymbol => ConnectorErrorKind.InvalidSymbol,
        ConnectorErrorCode.InvalidField => ConnectorErrorKind.InvalidField,
        ConnectorErrorCode.Unsupported => ConnectorErrorKind.Unsupported,
        ConnectorErrorCode.RateLimited => ConnectorErrorKind.RateLimited,
        ConnectorErrorCode.Authentication => ConnectorErrorKind.Authentication,
        ConnectorErrorCode.Unavailable => ConnectorErrorKind.Unavailable,
        ConnectorErrorCode.Timeout => ConnectorErrorKind.Timeout,
        ConnectorErrorCode.Malformed => ConnectorErrorKind.Malformed,
        _ => ConnectorErrorKind.Internal,
    };

    /// <summary>The failure of a symbol.</summary>
    public static SymbolFailure Failure(string symbol, string field, ConnectorError? error) => new(symbol, Kind(error?.Code ?? default), error?.Message ?? "")
    {
        Field = field,
        RetryAfter = Wait(error?.RetryAfter),
    };

    /// <summary>An error that stands for everything that was asked.</summary>
    public static ConnectorException Exception(ConnectorAddress address, ConnectorError? error) =>
        new(Kind(error?.Code ?? default), $"{address}: {error?.Message}", Wait(error?.RetryAfter));

    /// <summary>The instrument behind a symbol; what the source does not say is inferred from the symbol.</summary>
    /// <exception cref="ConnectorException">The connector said something that cannot be.</exception>
    public static Instrument ToInstrument(ConnectorAddress address, string symbol, ConnectorInstrument? known)
    {
        try
        {
            AssetClass assetClass = InstrumentMessages.Read(known?.AssetClass ?? default, "asset_class") ?? AssetClass.Unspecified;
            Instrument plain = new(symbol, assetClass);
            return known is null
                ? plain with { Source = address.ToString() }
                : plain with
                {
                    DisplayName = known.DisplayName.Length > 0 ? known.DisplayName : symbol,
                    Source = address.ToString(),
                    Currency = known.Currency.Length > 0 ? known.Currency : plain.Currency,
                    TickSize = ProtoDecimal.ReadOptionalPositive(known.TickSize, "tick_size") ?? plain.TickSize,
                    LotSize = ProtoDecimal.ReadOptionalPositive(known.LotSize, "lot_size") ?? plain.LotSize,
                    Multiplier = ProtoDecimal.ReadOptionalPositive(known.Multiplier, "multiplier") ?? plain.Multiplier,
                };
        }
        catch (Exception error) when (error is InvalidInputException or ArgumentException)
        {
            throw new ConnectorException(ConnectorErrorKind.Malformed, $"{address} described {symbol} wrongly: {error.Message}", inner: error);
        }
    }

    /// <summary>When rows become known.</summary>
    public static Availability ToAvailability(ConnectorInstrument? known, AssetClass assetClass, Timeframe timeframe) =>
        known is not null && known.Availability != V1.Availability.Unspecified && System.Enum.IsDefined(known.Availability)
            ? (Availability)((int)known.Availability - 1)
            : assetClass.IsCrypto() || timeframe < Timeframe.Day ? Availability.Candle : Availability.Close;

    /// <summary>A live bar; null when it lacks its time or a price.</summary>
    public static Bar? ToBar(V1.Bar? bar)
    {
        if (bar?.OpenTime is null || !bar.HasClose)
        {
            return null;
        }

        try
        {
            return new Bar(
                ProtoTime.ToNanoseconds(bar.OpenTime, "open_time"),
                bar.HasOpen ? bar.Open : double.NaN, bar.HasHigh ? bar.High : double.NaN, bar.HasLow ? bar.Low : double.NaN, bar.Close, bar.HasVolume ? bar.Volume : double.NaN);
        }
        catch (InvalidInputException)
        {
            return null;
        }
    }

    /// <summary>Little-endian 64-bit values.</summary>
    public static long[] ReadTimes(ByteString bytes)
    {
        long[] values = new long[bytes.Length / sizeof(long)];
        for (int i = 0; i < values.Length; i++)
        {
            values[i] = BinaryPrimitives.ReadInt64LittleEndian(bytes.Span[(i * sizeof(long))..]);
        }

        return values;
    }

    /// <summary>Little-endian IEEE 754 64-bit values.</summary>
    public static double[] ReadValues(ByteString bytes)
    {
        double[] values = new double[bytes.Length / sizeof(double)];
        for (int i = 0; i < values.Length; i++)
        {
            values[i] = BinaryPrimitives.ReadDoubleLittleEndian(bytes.Span[(i * sizeof(double))..]);
        }

        return values;
    }

    private static TimeSpan? Wait(Duration? wait) => wait is { Seconds: >= 0 and <= 86_400 * 365 } ? wait.ToTimeSpan() : null;
}
