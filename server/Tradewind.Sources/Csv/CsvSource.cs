using System.Collections.Immutable;
using Tradewind.Domain.Errors;
using Tradewind.Domain.Market;
using Tradewind.Domain.Market.Quality;
using Tradewind.Domain.Market.Registry;
using Tradewind.Sources.Layouts;
using Tradewind.Sources.Naming;

namespace Tradewind.Sources.Csv;

/// <summary>Loads bar files and date/value files.</summary>
internal static class CsvSource
{
    /// <summary>Loads a file whole or not at all.</summary>
    /// <exception cref="InvalidInputException">The file is wrong; violations name line and column.</exception>
    public static async Task<LoadedData> LoadAsync(
        Stream content, string fileName, FileLoadOptions options, IProgress<LoadProgress>? progress, CancellationToken cancellationToken)
    {
        ViolationLog violations = new();
        (CsvLayout layout, CsvTable table) = await CsvReader.ReadAsync(content, fileName, options, violations, progress, cancellationToken).ConfigureAwait(false);
        FredSeries? fred = FredOf(layout);
        KnownHeaders? publisher = KnownHeaders.Find(layout.Headers);
        (Instrument instrument, InstrumentEntry? entry) = InstrumentNaming.Decide(fileName, layout, fred, publisher, options);
        Timeframe timeframe = options.Timeframe ?? TimeframeInference.From(table.UtcTimes().Span);
        CleanRows rows = RowCleaning.Clean(table, layout, instrument.AssetClass, timeframe, options, violations, fileName);
        Availability availability = options.Availability ?? entry?.Availability ?? publisher?.Availability ?? DefaultAvailability(instrument, layout, timeframe);
        InstrumentSeries series = new(
            instrument, timeframe, availability, rows.Times,
            layout.Columns.Select((column, i) => KeyValuePair.Create(column.Field, (ReadOnlyMemory<double>)rows.Columns[i])));
        cancellationToken.ThrowIfCancellationRequested();
        QualityReport report = QualityInspection.Inspect(series, new LoadNotes
        {
            Findings = [.. layout.Findings, .. rows.Findings, .. AvailabilityAdvice(fred, layout, availability)],
            Today = options.Today,
            MaxStalenessBusinessDays = options.MaxStalenessBusinessDays,
            MayBeNegative = entry?.MayBeNegative,
        });
        return new LoadedData([series], [report], []);
    }

    private static FredSeries? FredOf(CsvLayout layout) => layout.Columns.Length == 1 ? FredSeries.Find(layout.Columns[0].Header) : null;

    // A weekly or monthly bar stamped with its open is not known on that day, hence Candle for every bar longer than a day.
    private static Availability DefaultAvailability(Instrument instrument, CsvLayout layout, Timeframe timeframe)
    {
        bool bars = layout.HasBars || layout.Columns.Any(column => column.Field == "close");
        bool crypto = instrument.AssetClass.IsCrypto();
        return timeframe < Timeframe.Day || (bars && (crypto || timeframe > Timeframe.Day)) ? Availability.Candle : Availability.Close;
    }

    private static ImmutableArray<QualityFinding> AvailabilityAdvice(FredSeries? fred, CsvLayout layout, Availability availability)
    {
        bool looksLikeFred = fred is not null || layout.DateHeader == "observation_date";
        if (!looksLikeFred || availability != Availability.Close)
        {
            return [];
        }

        string rule = fred?.PublishedName ?? "next_business_day";
        return
        [
            new QualityFinding(
                "FRED_AVAILABILITY", QualitySeverity.Warning,
                $"{layout.Columns[0].Header} looks like a FRED series, which is published after its date; it was loaded as known on its date.",
                $"Pass availability {rule}, else a model sees each value too early."),
        ];
    }
}
