using System.Collections.Immutable;
using System.Globalization;

namespace Tradewind.Domain.Market.Quality;

/// <summary>Figures and findings of one column.</summary>
internal static class ColumnInspection
{
    public static ColumnQuality Inspect(InstrumentSeries series, string field, long errorValues, FindingList findings)
    {
        ReadOnlySpan<double> values = series.Column(field).Span;
        FieldKind kind = KindOf(series.Instrument.AssetClass, field);
        ColumnQuality quality = Measure(series, field, kind, errorValues);
        (int outliers, int firstOutlier) = OutlierRule.Find(values, kind);
        AddMissing(quality, FirstMissing(values), findings);
        if (errorValues > 0)
        {
            findings.Add(new QualityFinding(
                QualityCode.ErrorValues, QualitySeverity.Warning, Text($"{field}: {errorValues} error values were read as missing."),
                "Refresh the workbook while the terminal is connected and export again.") { Column = field, Count = errorValues });
        }

        AddStale(field, values, findings);

        // The prices of a bar move together: one finding for the close says it, the counts of the others are in the figures.
        if (outliers > 0 && (field == "close" || !IsBarPrice(series, field)))
        {
            findings.AddAt(
                QualityCode.Outliers, QualitySeverity.Info, firstOutlier, outliers,
                Text($"{field}: {outliers} changes lie more than 3 standard deviations from the 60 before, first on {findings.TimeOf(firstOutlier)}."),
                "Kept: fat tails are normal in markets. Winsorize only inside a model.", field);
        }

        return quality with { Outliers = OutlierRule.Applies(kind) ? outliers : null };
    }

    private static bool IsBarPrice(InstrumentSeries series, string field) =>
        series.HasBars && field is "open" or "high" or "low" or "adj_close";

    // The only column of a one-column source is named value; what it measures then follows from the instrument.
    private static FieldKind KindOf(AssetClass assetClass, string field)
    {
        FieldKind kind = FieldKinds.Of(field);
        return kind != FieldKind.Unknown || field != "value" ? kind
            : assetClass.IsCrypto() || assetClass is AssetClass.Equity or AssetClass.Index or AssetClass.Fx or AssetClass.CommodityFuture ? FieldKind.Price
            : assetClass == AssetClass.Rate ? FieldKind.Yield
            : FieldKind.Unknown;
    }

    private static ColumnQuality Measure(InstrumentSeries series, string field, FieldKind kind, long errorValues)
    {
        ReadOnlySpan<double> values = series.Column(field).Span;
        ColumnMoments moments = ColumnMoments.Of(values);
        int missing = series.Count - moments.Count;
        ColumnQuality quality = new(field, kind, series.Count, missing, missing == 0 ? 0 : LongestMissingRun(values), errorValues);
        return moments.Count == 0 ? quality : quality with
        {
            FirstTime = series.Times.Span[values.IndexOfAnyExcept(double.NaN)],
            LastTime = series.Times.Span[values.LastIndexOfAnyExcept(double.NaN)],
            Min = moments.Min,
            Max = moments.Max,
            Mean = moments.Mean,
            StandardDeviation = moments.StandardDeviation,
        };
    }

    private static int LongestMissingRun(ReadOnlySpan<double> values)
    {
        (int run, int longest) = (0, 0);
        foreach (double value in values)
        {
            run = double.IsNaN(value) ? run + 1 : 0;
            longest = Math.Max(longest, run);
        }

        return longest;
    }

    private static int FirstMissing(ReadOnlySpan<double> values)
    {
        int row = 0;
        while (row < values.Length && !double.IsNaN(values[row]))
        {
            row++;
        }

        return row;
    }

    private static void AddMissing(ColumnQuality column, int firstMissing, FindingList findings)
    {
        if (column.Missing == 0)
        {
            return;
        }

        string figures = Text(
            $"{column.Field}: {column.Missing} of {column.Rows} values are missing ({column.MissingPercent:0.0} %), at most {column.LongestMissingRun} in a row");
        (string code, QualitySeverity severity, string advice) = column.MissingPercent switch
        {
            100 => (QualityCode.EmptyColumn, QualitySeverity.Warning, "The column holds nothing: check the export."),
            > 50 => (QualityCode.MissingOver50, QualitySeverity.Warning, "More than half is missing: leave the column out or load a longer history."),
            > 20 => (QualityCode.MissingOver20, QualitySeverity.Warning, "Not recommended for modelling."),
            _ => (QualityCode.MissingValues, QualitySeverity.Info, "Missing values stay missing unless a request fills them."),
        };
        findings.AddAt(code, severity, firstMissing, column.Missing, $"{figures}, first on {findings.TimeOf(firstMissing)}.", advice, column.Field);
    }

    private static void AddStale(string field, ReadOnlySpan<double> values, FindingList findings)
    {
        (StaleRule.Run? tail, ImmutableArray<StaleRule.Run> inner) = StaleRule.Find(values);
        if (tail is { } run)
        {
            int row = NextPresent(values, run.FirstRow);
            findings.AddAt(
                QualityCode.StaleTail, QualitySeverity.Warning, row, run.Length - 1,
                Text($"{field}: the last {run.Length - 1} values, from {findings.TimeOf(row)}, repeat that of {findings.TimeOf(run.FirstRow)} ({values[run.FirstRow]:R}); the column normally changes every row."),
                "The export probably stopped updating: cut the rows off or refresh the source.", field);
        }

        if (!inner.IsEmpty)
        {
            int row = NextPresent(values, inner[0].FirstRow);
            findings.AddAt(
                QualityCode.StaleRun, QualitySeverity.Info, row, inner.Sum(r => r.Length - 1L),
                Text($"{field}: {inner.Length} runs repeat a value longer than the column does by habit (longest {inner.Max(r => r.Length)}), first from {findings.TimeOf(row)}."),
                "Check these dates against a second source.", field);
        }
    }

    private static int NextPresent(ReadOnlySpan<double> values, int row)
    {
        do
        {
            row++;
        }
        while (double.IsNaN(values[row]));

        return row;
    }

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
