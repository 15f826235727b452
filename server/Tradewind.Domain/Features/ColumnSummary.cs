namespace Tradewind.Domain.Features;

/// <summary>Statistics of the present values of a column; null where they are undefined.</summary>
/// <param name="Name">Column.</param>
/// <param name="Count">Present values.</param>
/// <param name="NullCount">Missing values.</param>
/// <param name="NullPercent">Missing values in percent of all, two decimals; 0 for a column without rows.</param>
/// <param name="Mean">Arithmetic mean.</param>
/// <param name="StandardDeviation">Sample deviation (n − 1); needs two values.</param>
/// <param name="Minimum">Smallest value.</param>
/// <param name="LowerQuartile">25 % quantile, linear between order statistics.</param>
/// <param name="Median">50 % quantile.</param>
/// <param name="UpperQuartile">75 % quantile.</param>
/// <param name="Maximum">Largest value.</param>
public sealed record ColumnSummary(
    string Name,
    int Count,
    int NullCount,
    double NullPercent,
    double? Mean,
    double? StandardDeviation,
    double? Minimum,
    double? LowerQuartile,
    double? Median,
    double? UpperQuartile,
    double? Maximum)
{
    /// <summary>Summarises a column; NaN counts as missing.</summary>
    public static ColumnSummary Of(string name, ReadOnlySpan<double> values)
    {
        double[] present = new double[values.Length];
        int count = 0;
        foreach (double value in values)
        {
            if (!double.IsNaN(value))
            {
                present[count++] = value;
            }
        }

        Span<double> sorted = present.AsSpan(0, count);
        sorted.Sort();
        int missing = values.Length - count;
        double missingPercent = values.Length == 0 ? 0 : Math.Round(100.0 * missing / values.Length, 2);
        if (count == 0)
        {
            return new ColumnSummary(name, 0, missing, missingPercent, null, null, null, null, null, null, null);
        }

        (double mean, double? deviation) = Moments(sorted);
        return new ColumnSummary(
            name, count, missing, missingPercent, mean, deviation,
            sorted[0], Quantile(sorted, 0.25), Quantile(sorted, 0.5), Quantile(sorted, 0.75), sorted[^1]);
    }

    private static (double Mean, double? Deviation) Moments(ReadOnlySpan<double> sorted)
    {
        // Distances from one of the values: equal values have exactly that mean and no deviation.
        double offset = 0;
        foreach (double value in sorted)
        {
            offset += value - sorted[0];
        }

        double mean = sorted[0] + offset / sorted.Length;
        double squares = 0;
        foreach (double value in sorted)
        {
            squares += (value - mean) * (value - mean);
        }

        return (mean, sorted.Length < 2 ? null : Math.Sqrt(squares / (sorted.Length - 1)));
    }

    private static double Quantile(ReadOnlySpan<double> sorted, double share)
    {
        double place = share * (sorted.Length - 1);
        int below = (int)place;
        int above = Math.Min(below + 1, sorted.Length - 1);
        return sorted[below] + (place - below) * (sorted[above] - sorted[below]);
    }
}
