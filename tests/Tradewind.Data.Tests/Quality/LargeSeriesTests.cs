using FsCheck;
using FsCheck.Fluent;
using Tradewind.Domain.Market;
using Tradewind.Domain.Market.Quality;

namespace Tradewind.Data.Tests.Quality;

/// <summary>The inspection looks at many rows at once and on several threads; row by row it must come to the same.</summary>
public sealed class LargeSeriesTests
{
    private static readonly string[] Fields = ["open", "high", "low", "close", "volume"];

    [Fact]
    public void Defects_at_any_rows_are_counted_as_one_row_at_a_time_counts_them() =>
        Prop.ForAll(
            Gen.Choose(1, 400).SelectMany(rows => Gen.Choose(0, rows - 1).Zip(Gen.Choose(0, 4)).Zip(Gen.Elements(0, -1, 1e-3, 1e3, 70, double.NaN)).ArrayOf()
                .Select(defects => (rows, defects))).ToArbitrary(),
            input =>
            {
                InstrumentSeries series = Bars(input.rows, seed: input.rows);
                double[][] columns = [.. Fields.Select(field => series.Column(field).ToArray())];
                foreach (((int row, int column), double value) in input.defects)
                {
                    columns[column][row] = value;
                }

                series = Of(series.Times.ToArray(), columns);
                QualityReport report = QualityInspection.Inspect(series, new LoadNotes());
                BarDefect[] defects = RowByRow(series);
                return Count(report, QualityCode.OhlcViolation) == defects.Count(defect => defect == BarDefect.OhlcViolation)
                    && Count(report, QualityCode.BadPrice) == defects.Count(defect => defect == BarDefect.BadPrice)
                    && Count(report, QualityCode.NegativeVolume) == defects.Count(defect => defect == BarDefect.NegativeVolume)
                    && Count(report, QualityCode.ZeroVolume) == defects.Count(defect => defect == BarDefect.ZeroVolume)
                    && Count(report, QualityCode.FlashCrash) == Rows(columns, IsFall)
                    && Count(report, QualityCode.FlashRise) == Rows(columns, IsRise)
                    && Count(report, QualityCode.VolumeSpike) == Rows(columns, IsSpike);
            }).Check(Config.QuickThrowOnFailure.WithMaxTest(300));

    [Fact]
    public void Figures_of_a_column_are_those_of_one_value_after_the_other() =>
        Prop.ForAll(
            Gen.Elements(0.0, 1, 1e9, -5e5).SelectMany(level => Gen.Choose(-1000, 1000).Select(x => x % 10 == 0 ? double.NaN : level + x / 7.0).ArrayOf()).ToArbitrary(),
            values =>
            {
                long[] times = [.. values.Select((_, i) => i * UnixTime.Minute)];
                InstrumentSeries series = new(
                    new Instrument("X", AssetClass.CryptoSpot), Timeframe.Minute, Availability.Candle, times,
                    [KeyValuePair.Create("value", (ReadOnlyMemory<double>)values)]);
                ColumnQuality column = QualityInspection.Inspect(series, new LoadNotes()).Columns[0];
                double[] present = [.. values.Where(value => !double.IsNaN(value))];
                if (present.Length == 0)
                {
                    return column is { Mean: null, StandardDeviation: null, Min: null, FirstTime: null } && column.Missing == values.Length;
                }

                double mean = present.Average(value => value - present[0]) + present[0];
                double deviation = Math.Sqrt(present.Sum(value => (value - mean) * (value - mean)) / (present.Length - 1));

                // Sums of n terms of the size of the range err by n half-ulps of it at most.
                double range = present.Max() - present.Min() + Math.Abs(mean) * 1e-15;
                return column.Missing == values.Length - present.Length && column.Min == present.Min() && column.Max == present.Max()
                    && column.FirstTime == times[Array.FindIndex(values, value => !double.IsNaN(value))]
                    && column.LastTime == times[Array.FindLastIndex(values, value => !double.IsNaN(value))]
                    && Math.Abs(column.Mean!.Value - mean) <= 1e-12 * range + Math.Abs(mean) * 4e-16
                    && (present.Length < 2 ? column.StandardDeviation is null : Math.Abs(column.StandardDeviation!.Value - deviation) <= 1e-10 * range + Math.Abs(mean) * 1e-15);
            }).Check(Config.QuickThrowOnFailure.WithMaxTest(500));

    [Fact]
    public void A_series_worth_several_threads_gets_the_same_report_every_time()
    {
        InstrumentSeries series = Bars(60_000, seed: 3);
        double[] close = series.Column("close").ToArray();
        (close[10], close[40_000], close[59_999]) = (0, close[40_000] * 3, double.NaN);
        double[][] columns = [.. Fields.Select(field => field == "close" ? close : series.Column(field).ToArray())];

        string[] reports = [.. Enumerable.Range(0, 5).Select(_ => Text(QualityInspection.Inspect(Of(series.Times.ToArray(), columns), new LoadNotes())))];

        Assert.Single(reports.Distinct());
        Assert.Contains(QualityCode.BadPrice, reports[0], StringComparison.Ordinal);

        static string Text(QualityReport report) => string.Join('\n', report.Findings) + string.Join('\n', report.Columns) + report.Revision;
    }

    private static long Count(QualityReport report, string code) => report.Findings.Where(finding => finding.Code == code).Sum(finding => finding.Count);

    private static BarDefect[] RowByRow(InstrumentSeries series)
    {
        BarColumns bars = BarColumns.Of(series);
        BarDefect[] defects = new BarDefect[series.Count];
        for (int row = 0; row < defects.Length; row++)
        {
            defects[row] = bars.DefectAt(row);
        }

        return defects;
    }

    private static int Rows(double[][] columns, Func<double[][], int, bool> test) => Enumerable.Range(0, columns[0].Length).Count(row => test(columns, row));

    private static bool IsFall(double[][] bars, int row) =>
        (row > 0 && Falls(bars[3][row - 1], bars[3][row])) || Falls(bars[0][row], bars[2][row]);

    private static bool Falls(double from, double to) => from > 0 && 1 - to / from > 0.30 + 1e-9;

    private static bool IsRise(double[][] bars, int row) => row > 0 && bars[3][row - 1] > 0 && bars[3][row] / bars[3][row - 1] - 1 > 0.30 + 1e-9;

    private static bool IsSpike(double[][] bars, int row)
    {
        double[] before = [.. bars[4][Math.Max(0, row - 30)..row].Where(volume => !double.IsNaN(volume)).Order()];
        return before.Length >= 10 && (before[(before.Length - 1) / 2] + before[before.Length / 2]) / 2 < bars[4][row] / 10;
    }

    private static InstrumentSeries Bars(int rows, int seed)
    {
        Random random = new(seed);
        double[][] columns = [.. Fields.Select(_ => new double[rows])];
        double price = 100;
        for (int row = 0; row < rows; row++)
        {
            double next = price * (1 + 0.02 * (random.NextDouble() - 0.5));
            (columns[0][row], columns[1][row], columns[2][row], columns[3][row]) = (price, Math.Max(price, next) + 0.1, Math.Min(price, next) - 0.1, next);
            columns[4][row] = random.Next(1, 1000);
            price = next;
        }

        return Of([.. Enumerable.Range(0, rows).Select(i => i * UnixTime.Minute)], columns);
    }

    private static InstrumentSeries Of(long[] times, double[][] columns) => new(
        new Instrument("X", AssetClass.CryptoSpot), Timeframe.Minute, Availability.Candle, times,
        columns.Select((column, i) => KeyValuePair.Create(Fields[i], (ReadOnlyMemory<double>)column)));
}
