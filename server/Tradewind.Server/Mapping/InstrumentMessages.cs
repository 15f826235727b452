using Tradewind.Domain.Errors;
using Tradewind.Domain.Market;
using Tradewind.Domain.Market.Futures;
using Tradewind.Domain.Market.Registry;
using Tradewind.Server.Instruments;
using Tradewind.Storage;
using Tradewind.V1;
using AssetClass = Tradewind.Domain.Market.AssetClass;
using Availability = Tradewind.Domain.Market.Availability;
using Bar = Tradewind.Domain.Market.Bar;
using Instrument = Tradewind.Domain.Market.Instrument;

namespace Tradewind.Server.Mapping;

/// <summary>Instruments, their series and their rows as messages.</summary>
internal static class InstrumentMessages
{
    /// <summary>An instrument with what is stored and known of it.</summary>
    public static V1.Instrument From(StoredInstrument stored, InstrumentDirectory directory)
    {
        V1.Instrument message = Describe(directory.Configured.DescribeStored(stored.Instrument));
        message.Series.AddRange(stored.Series.Select(From));
        if (directory.EntryOf(stored) is { } entry)
        {
            AddEntry(message, entry);
        }

        return message;
    }

    /// <summary>An instrument that is known beforehand.</summary>
    public static V1.Instrument From(InstrumentEntry entry)
    {
        V1.Instrument message = Describe(entry.Instrument);
        AddEntry(message, entry);
        return message;
    }

    private static void AddEntry(V1.Instrument message, InstrumentEntry entry)
    {
        message.Registered = true;
        message.Aliases.AddRange(entry.Aliases);
        message.FieldDefinitions.AddRange(entry.Fields.Select(field => new V1.FieldDefinition { Name = field.Name, Unit = field.Unit }));
        foreach (string field in message.Series.SelectMany(series => series.Fields).Distinct(StringComparer.Ordinal))
        {
            if (entry.DefaultUnit.Length > 0 && message.FieldDefinitions.All(known => known.Name != field))
            {
                message.FieldDefinitions.Add(new V1.FieldDefinition { Name = field, Unit = entry.DefaultUnit });
            }
        }

        foreach ((string key, string value) in entry.Metadata)
        {
            message.Metadata[key] = value;
        }
    }

    private static V1.Instrument Describe(Instrument instrument)
    {
        V1.Instrument message = new()
        {
            Id = instrument.Id,
            DisplayName = instrument.DisplayName,
            AssetClass = From(instrument.AssetClass),
            Source = instrument.Source,
            Currency = instrument.Currency,
            TickSize = instrument.TickSize == 0 ? "" : ProtoDecimal.Format(instrument.TickSize),
            LotSize = ProtoDecimal.Format(instrument.LotSize),
            Multiplier = ProtoDecimal.Format(instrument.Multiplier),
            Simulated = instrument.Simulated,
            ColumnPrefix = instrument.Prefix,
            Exchange = instrument.Exchange,
            Calendar = instrument.TradingCalendar?.Id ?? "",
            MultiplierUnit = instrument.Unit.Symbol(),
        };
        return message;
    }

    /// <summary>A bar with the time it was known; missing prices stay absent.</summary>
    public static V1.Bar From(in Bar bar, long knownTime)
    {
        V1.Bar message = new() { OpenTime = ProtoTime.ToTimestamp(bar.OpenTime), KnownTime = ProtoTime.ToTimestamp(knownTime) };
        if (!double.IsNaN(bar.Open))
        {
            message.Open = bar.Open;
        }

        if (!double.IsNaN(bar.High))
        {
            message.High = bar.High;
        }

        if (!double.IsNaN(bar.Low))
        {
            message.Low = bar.Low;
        }

        if (!double.IsNaN(bar.Close))
        {
            message.Close = bar.Close;
        }

        if (!double.IsNaN(bar.Volume))
        {
            message.Volume = bar.Volume;
        }

        return message;
    }

    /// <summary>The wire value of an asset class.</summary>
    public static V1.AssetClass From(AssetClass assetClass) => (V1.AssetClass)(int)assetClass;

    /// <summary>The asset class of a wire value; null when unset.</summary>
    /// <exception cref="InvalidInputException">The value is not one of the contract.</exception>
    public static AssetClass? Read(V1.AssetClass assetClass, string field) => assetClass == V1.AssetClass.Unspecified ? null
        : Enum.IsDefined(assetClass) ? (AssetClass)(int)assetClass
        : throw Unknown(field, (int)assetClass);

    /// <summary>The wire value of an availability rule.</summary>
    public static V1.Availability From(Availability availability) => (V1.Availability)((int)availability + 1);

    /// <summary>The availability rule of a wire value; null when unset.</summary>
    /// <exception cref="InvalidInputException">The value is not one of the contract.</exception>
    public static Availability? Read(V1.Availability availability, string field) => availability == V1.Availability.Unspecified ? null
        : Enum.IsDefined(availability) ? (Availability)((int)availability - 1)
        : throw Unknown(field, (int)availability);

    /// <summary>The timeframe of a text; null when empty.</summary>
    /// <exception cref="InvalidInputException">The text is not a timeframe.</exception>
    public static Timeframe? ReadTimeframe(string text, string field) => text.Length == 0 ? null
        : Timeframe.TryParse(text, out Timeframe timeframe) ? timeframe
        : throw new InvalidInputException("TIMEFRAME_INVALID", field, $"must be like 1m, 15m, 1h, 1d, 1w or 1M, or tick, got '{text}'.");

    private static SeriesSummary From(StoredSeries series) => new()
    {
        Timeframe = series.Timeframe.ToString(),
        Fields = { series.Fields },
        RowCount = series.RowCount,
        FirstTime = ProtoTime.ToTimestamp(series.FirstTime),
        LastTime = ProtoTime.ToTimestamp(series.LastTime),
        Availability = From(series.Availability),
        Revision = series.Revision,
    };

    private static InvalidInputException Unknown(string field, int value) =>
        new("ENUM_VALUE_UNKNOWN", field, $"has the value {value}, which this server does not know. See the contract for valid values.");

    /// <summary>A version of a series as a message.</summary>
    public static V1.SeriesRevision From(StoredRevision revision) => new()
    {
        Revision = revision.Revision,
        WrittenTime = ProtoTime.ToTimestamp(revision.WrittenTime),
        RowCount = revision.RowCount,
        AddedRowCount = revision.RowsAdded,
        ChangedRowCount = revision.RowsChanged,
        RemovedRowCount = revision.RowsRemoved,
        Source = revision.Source,
    };
}
