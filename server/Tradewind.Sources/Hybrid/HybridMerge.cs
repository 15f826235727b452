using System.Collections.Immutable;
using System.Globalization;
using Tradewind.Domain.Market;
using Tradewind.Domain.Market.Quality;

namespace Tradewind.Sources.Hybrid;

/// <summary>Puts the two sides together, value by value: that of the preferred side where it has one, else the other's.</summary>
internal static class HybridMerge
{
    /// <summary>The merged columns with where each value came from.</summary>
    public static LoadedData Merge(HybridRequest request, SideColumns api, SideColumns excel, ImmutableArray<QualityFinding> findings)
    {
        ImmutableArray<FieldProvenance>.Builder provenance = ImmutableArray.CreateBuilder<FieldProvenance>();
        ImmutableArray<InstrumentSeries>.Builder series = ImmutableArray.CreateBuilder<InstrumentSeries>();
        ImmutableArray<QualityReport>.Builder quality = ImmutableArray.CreateBuilder<QualityReport>();
        foreach (string security in request.Securities)
        {
            (Dictionary<long, double> Api, Dictionary<long, double> Excel)[] sides =
                [.. request.Fields.Select(field => (api.Values(security, field), excel.Values(security, field)))];
            long[] times = [.. sides.SelectMany(side => side.Api.Keys.Concat(side.Excel.Keys)).Distinct().Order()];
            double[][] columns = [.. request.Fields.Select(_ => new double[times.Length])];
            for (int i = 0; i < columns.Length; i++)
            {
                provenance.Add(Fill(request, security, request.Fields[i], times, sides[i].Api, sides[i].Excel, columns[i]));
            }

            if (times.Length == 0)
            {
                continue;
            }

            InstrumentSeries one = new(
                Describe(security, excel.InstrumentOf(security) ?? api.InstrumentOf(security)), request.Timeframe,
                request.Timeframe < Timeframe.Day ? Availability.Candle : Availability.Close, times,
                request.Fields.Select((field, i) => (field, i)).Where(entry => !Array.TrueForAll(columns[entry.i], double.IsNaN))
                    .Select(entry => KeyValuePair.Create(entry.field, (ReadOnlyMemory<double>)columns[entry.i])));
            series.Add(one);
            quality.Add(QualityInspection.Inspect(one, new LoadNotes
            {
                Today = request.Today,
                Findings = [.. provenance.TakeLast(columns.Length).SelectMany(column => Notes(column, request.Tolerance))],
            }));
        }

        return new LoadedData(series.ToImmutable(), quality.ToImmutable(), [.. findings, .. Unavailable(provenance)]) { Provenance = provenance.ToImmutable() };
    }

    private static FieldProvenance Fill(
        HybridRequest request, string security, string field, long[] times, Dictionary<long, double> api, Dictionary<long, double> excel, double[] column)
    {
        (int fromApi, int fromExcel, int missing, int overlap) = (0, 0, 0, 0);
        (double largest, double sum) = (0, 0);
        for (int row = 0; row < times.Length; row++)
        {
            bool hasApi = api.TryGetValue(times[row], out double apiValue);
            bool hasExcel = excel.TryGetValue(times[row], out double excelValue);
            bool takeApi = hasApi && (request.PreferApi || !hasExcel);
            column[row] = takeApi ? apiValue : hasExcel ? excelValue : double.NaN;
            fromApi += takeApi ? 1 : 0;
            fromExcel += !takeApi && hasExcel ? 1 : 0;
            missing += hasApi || hasExcel ? 0 : 1;
            if (hasApi && hasExcel)
            {
                overlap++;
                double difference = Math.Abs(apiValue - excelValue);
                (largest, sum) = (Math.Max(largest, difference), sum + difference);
            }
        }

        return new FieldProvenance(
            security, field, fromApi, fromExcel, missing, overlap, overlap == 0 ? null : largest, overlap == 0 ? null : sum / overlap);
    }

    private static Instrument Describe(string security, Instrument? known) =>
        (known is null ? new Instrument(security, AssetClass.Unspecified) : Copy(security, known)) with { Source = HybridSource.SourceName };

    // The id is the security as asked for, whatever the header of the workbook made of it.
    private static Instrument Copy(string security, Instrument known) => new(security, known.AssetClass)
    {
        DisplayName = known.DisplayName, Currency = known.Currency, TickSize = known.TickSize, LotSize = known.LotSize, Multiplier = known.Multiplier,
    };

    private static IEnumerable<QualityFinding> Notes(FieldProvenance column, double tolerance)
    {
        if (column.LargestDifference > tolerance)
        {
            yield return new QualityFinding(
                "SIDES_DIFFER", QualitySeverity.Warning,
                string.Create(CultureInfo.InvariantCulture, $"{column.Field}: API and workbook differ by up to {column.LargestDifference:G6}, {column.MeanDifference:G6} on average, over {column.OverlapCount} rows; {tolerance:G6} is tolerated."),
                "Refresh the workbook, and check that both ask for the same field and price source.") { Column = column.Field, Count = column.OverlapCount };
        }
    }

    private static IEnumerable<QualityFinding> Unavailable(IEnumerable<FieldProvenance> provenance) =>
        from column in provenance
        where column.Source == ProvenanceSource.None
        select new QualityFinding(
            "COLUMN_UNAVAILABLE", QualitySeverity.Warning, $"Neither the API nor the workbook has {column.Field} of {column.Security}.", "Check the names, or add the column to the workbook.")
        {
            Column = ColumnName.Of(column.Security, column.Field),
        };
}
