using Tradewind.Domain.Market;

namespace Tradewind.Domain.Engine.Backtest;

/// <summary>A benchmark's level at the times of an equity curve.</summary>
internal static class BenchmarkLevels
{
    /// <summary>The last close known at each time; NaN before the first.</summary>
    public static double[] At(InstrumentSeries series, ReadOnlySpan<long> times)
    {
        ReadOnlySpan<double> closes = series.Column("close").Span;
        double[] levels = new double[times.Length];
        (int row, double latest) = (0, double.NaN);
        for (int i = 0; i < levels.Length; i++)
        {
            for (; row < closes.Length && series.AvailableAt(row) <= times[i]; row++)
            {
                latest = double.IsNaN(closes[row]) ? latest : closes[row];
            }

            levels[i] = latest;
        }

        return levels;
    }
}
