using System.Collections.Immutable;
using System.Globalization;
using Tradewind.Domain.Errors;
using Tradewind.Domain.Market;
using Tradewind.Domain.Market.Quality;

namespace Tradewind.Sources.Connectors;

/// <summary>
/// Imports history from a connector by the rules for exchange data (data specification, section 3): a symbol that fails does not keep the
/// others back, a symbol that failed midway is marked partial, and rows of crypto instruments that break a rule are removed and counted.
/// </summary>
public sealed class ConnectorHistorySource : IDataSource<ConnectorImport>
{
    /// <inheritdoc />
    public string Name => "connector";

    /// <inheritdoc />
    /// <exception cref="ConnectorException">Nothing was delivered.</exception>
    public async Task<LoadedData> LoadAsync(ConnectorImport request, IProgress<LoadProgress>? progress, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(request);
        HistoryResult delivered = await request.Client.FetchHistoryAsync(request.Request, progress, cancellationToken).ConfigureAwait(false);
        ImmutableArray<InstrumentSeries>.Builder series = ImmutableArray.CreateBuilder<InstrumentSeries>();
        ImmutableArray<QualityReport>.Builder quality = ImmutableArray.CreateBuilder<QualityReport>();
        List<SymbolFailure> unusable = [];
        foreach (InstrumentSeries raw in delivered.Series)
        {
            RowRemoval removal = new(raw.Times, field => raw.HasField(field) ? raw.Column(field) : ReadOnlyMemory<double>.Empty);
            int[] kept = removal.Apply(order: null, raw.Count, byRules: raw.Instrument.AssetClass.IsCrypto());
            if (kept.Length == 0)
            {
                unusable.Add(new SymbolFailure(raw.Instrument.Id, ConnectorErrorKind.Malformed, $"None of its {raw.Count} rows can be used: {removal.Findings(_ => "")[0].Message}"));
                continue;
            }

            InstrumentSeries clean = Rename(kept.Length == raw.Count ? raw : Pick(raw, kept), request.InstrumentIds);
            LoadNotes notes = new()
            {
                Findings = [.. Partial(raw, delivered), .. Repeated(raw, delivered), .. removal.Findings(_ => "")],
                Partial = delivered.IsPartial(raw.Instrument.Id),
                Today = request.Today,
            };
            series.Add(clean);
            quality.Add(QualityInspection.Inspect(clean, notes));
        }

        return new LoadedData(series.ToImmutable(), quality.ToImmutable(), [.. delivered.Failures.Concat(unusable).Select(NotDelivered)]);
    }

    private static IEnumerable<QualityFinding> Partial(InstrumentSeries raw, HistoryResult delivered) => delivered.Failures
        .Where(failure => failure.Symbol == raw.Instrument.Id)
        .Select(failure => new QualityFinding(
            QualityCode.Partial, QualitySeverity.Error,
            failure.Field.Length > 0 ? $"The field {failure.Field} is missing: {failure.Message}" : $"Rows are missing: {failure.Message}",
            "Load again; rows that are there already are only replaced.") { Column = failure.Field });

    private static IEnumerable<QualityFinding> Repeated(InstrumentSeries raw, HistoryResult delivered)
    {
        if (delivered.RepeatedRows.TryGetValue(raw.Instrument.Id, out int count))
        {
            yield return new QualityFinding(
                "DROPPED_DUPLICATES", QualitySeverity.Warning,
                string.Create(CultureInfo.InvariantCulture, $"{count} rows repeated the time of another row and were removed."),
                "The first row of each time was kept.") { Count = count };
        }
    }

    private static QualityFinding NotDelivered(SymbolFailure failure) => new(
        QualityCode.NotDelivered, QualitySeverity.Error,
        $"{failure.Symbol}{(failure.Field.Length > 0 ? $" {failure.Field}" : "")}: {ConnectorException.ReasonOf(failure.Kind)}: {failure.Message}",
        failure.RetryAfter is { } wait
            ? string.Create(CultureInfo.InvariantCulture, $"Load it again in {wait.TotalSeconds:0} s.")
            : failure.Kind is ConnectorErrorKind.InvalidSymbol or ConnectorErrorKind.InvalidField or ConnectorErrorKind.Unsupported
                ? "Correct the request."
                : "Load it again.");

    private static InstrumentSeries Pick(InstrumentSeries series, int[] rows) => new(
        series.Instrument, series.Timeframe, series.Availability, Pick(series.Times.Span, rows),
        series.Fields.Select(field => KeyValuePair.Create(field, (ReadOnlyMemory<double>)Pick(series.Column(field).Span, rows))));

    private static T[] Pick<T>(ReadOnlySpan<T> values, int[] rows)
    {
        T[] picked = new T[rows.Length];
        for (int i = 0; i < rows.Length; i++)
        {
            picked[i] = values[rows[i]];
        }

        return picked;
    }

    private static InstrumentSeries Rename(InstrumentSeries series, ImmutableDictionary<string, string> ids)
    {
        if (!ids.TryGetValue(series.Instrument.Id, out string? id))
        {
            return series;
        }

        Instrument known = series.Instrument;
        try
        {
            Instrument renamed = new(id, known.AssetClass)
            {
                DisplayName = known.DisplayName == known.Id ? id : known.DisplayName,
                Source = known.Source,
                Currency = known.Currency,
                TickSize = known.TickSize,
                LotSize = known.LotSize,
                Multiplier = known.Multiplier,
                Simulated = known.Simulated,
            };
            return new InstrumentSeries(
                renamed, series.Timeframe, series.Availability, series.Times, series.Fields.Select(field => KeyValuePair.Create(field, series.Column(field))));
        }
        catch (ArgumentException error)
        {
            throw new InvalidInputException("INSTRUMENT_ID_INVALID", "connector.instrument_ids", error.Message);
        }
    }
}
