namespace Tradewind.Domain.Market.Alignment;

/// <summary>How the values of one field inside a row become one value. Empty cells are not values; a row without any is NaN.</summary>
internal static class BucketAggregation
{
    /// <summary>Bars: open first, high maximum, low minimum, close last, volume sum. Every other field: last.</summary>
    public static double Resample(string field, ReadOnlySpan<double> values) => field.ToUpperInvariant() switch
    {
        "OPEN" => First(values),
        "HIGH" => Fold(values, Math.Max),
        "LOW" => Fold(values, Math.Min),
        "VOLUME" => Fold(values, static (sum, value) => sum + value),
        _ => Last(values),
    };

    /// <summary>The latest value: of two that became known in one row, the later date wins.</summary>
    public static double Last(ReadOnlySpan<double> values)
    {
        for (int i = values.Length - 1; i >= 0; i--)
        {
            if (!double.IsNaN(values[i]))
            {
                return values[i];
            }
        }

        return double.NaN;
    }

    private static double First(ReadOnlySpan<double> values)
    {
        foreach (double value in values)
        {
            if (!double.IsNaN(value))
            {
                return value;
            }
        }

        return double.NaN;
    }

    private static double Fold(ReadOnlySpan<double> values, Func<double, double, double> combine)
    {
        double result = double.NaN;
        foreach (double value in values)
        {
            if (!double.IsNaN(value))
            {
                result = double.IsNaN(result) ? value : combine(result, value);
            }
        }

        return result;
    }
}
