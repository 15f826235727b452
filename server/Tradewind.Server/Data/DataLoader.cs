using Google.Protobuf;
using Tradewind.Domain.Market;
using Tradewind.Server.Instruments;
using Tradewind.Server.Mapping;
using Tradewind.Sources;
using Tradewind.Storage;
using Tradewind.V1;

namespace Tradewind.Server.Data;

/// <summary>Stores what a source delivered, all or nothing, and reports what was found.</summary>
internal sealed class DataLoader(IStore store, InstrumentDirectory directory)
{
    private static readonly JsonFormatter ReportFormat = new(JsonFormatter.Settings.Default);
    private static readonly JsonParser ReportParser = new(JsonParser.Settings.Default.WithIgnoreUnknownFields(true));

    /// <summary>Stores a load.</summary>
    /// <param name="data">What the source delivered.</param>
    /// <param name="validateOnly">True stores nothing; the report then shows the instruments as they would be alone.</param>
    /// <param name="cancellation">Cancels before the transaction; afterwards the load is stored.</param>
    public async Task<LoadReport> StoreAsync(LoadedData data, bool validateOnly, CancellationToken cancellation)
    {
        LoadReport report = new() { RowCount = data.Series.Sum(series => (long)series.Count) };
        report.Quality.AddRange(data.Quality.Select(QualityMessages.From));
        report.Notes.AddRange(data.Findings.Select(QualityMessages.From));
        report.Provenance.AddRange(data.Provenance.Select(WorkbookMessages.From));
        report.Workbook = data.Workbook is { } workbook ? WorkbookMessages.From(workbook) : null;
        if (validateOnly)
        {
            report.Instruments.AddRange(data.Series.Select(series => InstrumentMessages.From(Preview(series), directory)));
            return report;
        }

        string[] quality = [.. report.Quality.Select(found => ReportFormat.Format(found))];
        await store.Series.PutAsync(data.Series, requestId: null, quality, cancellation).ConfigureAwait(false);
        foreach (string id in data.Series.Select(series => series.Instrument.Id).Distinct(StringComparer.Ordinal))
        {
            StoredInstrument? stored = await store.Series.GetInstrumentAsync(id, CancellationToken.None).ConfigureAwait(false);
            if (stored is not null)
            {
                report.Instruments.Add(InstrumentMessages.From(stored, directory));
            }
        }

        return report;
    }

    /// <summary>The report of the last load of a series; null where there is none.</summary>
    public async Task<QualityReport?> ReadQualityAsync(string instrumentId, Timeframe timeframe, CancellationToken cancellation)
    {
        string? json = await store.Series.GetQualityAsync(instrumentId, timeframe, cancellation).ConfigureAwait(false);
        return json is null ? null : ReportParser.Parse<QualityReport>(json);
    }

    private static StoredInstrument Preview(InstrumentSeries series) => new(
        series.Instrument,
        [
            new StoredSeries(
                series.Timeframe, series.Availability, series.Fields, series.Count,
                series.Count == 0 ? null : series.Times.Span[0], series.Count == 0 ? null : series.Times.Span[^1], series.Revision),
        ]);
}
