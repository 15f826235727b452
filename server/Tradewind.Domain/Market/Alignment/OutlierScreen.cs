namespace Tradewind.Domain.Market.Alignment;

/// <summary>Applies an <see cref="OutlierTreatment"/> to one column.</summary>
internal static class OutlierScreen
{
    // A normal distribution's standard deviation over its median absolute deviation.
    private const double Normal = 1.4826;

    /// <summary>Screens a column.</summary>
    /// <param name="values">Values of the source, NaN where missing.</param>
    /// <param name="kind">What they measure.</param>
    /// <param name="treatment">How.</param>
    /// <returns>The rows of outliers, and the values after the action (the same memory where nothing changed).</returns>
    public static (List<int> Rows, ReadOnlyMemory<double> Values) Apply(ReadOnlyMemory<double> values, FieldKind kind, OutlierTreatment treatment)
    {
        List<int> rows = [];
        if (!Quality.OutlierRule.Applies(kind))
        {
            return (rows, values);
        }

        ReadOnlySpan<double> source = values.Span;
        double[]? treated = null;
        List<double> changes = new(source.Length);
        double previous = double.NaN;
        for (int row = 0; row < source.Length; row++)
        {
            double value = source[row];
            if (double.IsNaN(value))
            {
                continue;
            }

            double change = kind == FieldKind.Price ? (previous > 0 ? value / previous - 1 : double.NaN) : value - previous;
            if (!double.IsNaN(change))
            {
                if (changes.Count >= OutlierTreatment.FewestChanges && Cut(changes, change, treatment) is { } cut)
                {
                    rows.Add(row);
                    if (treatment.Action != OutlierAction.Mark)
                    {
                        treated ??= values.ToArray();
                        treated[row] = treatment.Action == OutlierAction.Remove ? double.NaN
                            : kind == FieldKind.Price ? previous * (1 + cut) : previous + cut;
                    }
                }

                changes.Add(change);
            }

            previous = value;
        }

        return (rows, treated ?? values);
    }

    // The change at the threshold on the side of an outlier; null for a change within.
    private static double? Cut(List<double> changes, double change, OutlierTreatment treatment)
    {
        ReadOnlySpan<double> window = System.Runtime.InteropServices.CollectionsMarshal.AsSpan(changes)[Math.Max(0, changes.Count - treatment.Window)..];
        (double centre, double width) = treatment.Method == OutlierMethod.RobustZScore ? Robust(window) : Moments(window);
        double limit = treatment.Threshold * width;
        return width > 0 && Math.Abs(change - centre) > limit ? centre + Math.Sign(change - centre) * limit : null;
    }

    private static (double Mean, double Deviation) Moments(ReadOnlySpan<double> window)
    {
        double mean = 0;
        (double min, double max) = (double.PositiveInfinity, double.NegativeInfinity);
        foreach (double x in window)
        {
            mean += x / window.Length;
            (min, max) = (Math.Min(min, x), Math.Max(max, x));
        }

        double squares = 0;
        foreach (double x in window)
        {
            squares += (x - mean) * (x - mean);
        }

        // A constant window has no width, whatever rounding says.
        return (mean, min == max ? 0 : Math.Sqrt(squares / (window.Length - 1)));
    }

    private static (double Median, double Width) Robust(ReadOnlySpan<double> window)
    {
        double[] sorted = window.ToArray();
        double median = Median(sorted);
        for (int i = 0; i < sorted.Length; i++)
        {
            sorted[i] = Math.Abs(sorted[i] - median);
        }

        return (median, Normal * Median(sorted));
    }

    private static double Median(double[] values)
    {
        Array.Sort(values);
        int middle = values.Length / 2;
        return values.Length % 2 == 1 ? values[middle] : (values[middle - 1] + values[middle]) / 2;
    }
}
