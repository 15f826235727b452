namespace Tradewind.Domain.Engine.Metrics;

/// <summary>Two-pass moments of a sample. Values that are all equal have a variance of exactly zero.</summary>
internal static class SampleMoments
{
    /// <summary>Mean; NaN for none.</summary>
    public static double Mean(ReadOnlySpan<double> values)
    {
        // Distances from the first value, so that equal values have exactly that mean.
        double anchor = values.IsEmpty ? 0 : values[0];
        double sum = 0;
        foreach (double value in values)
        {
            sum += value - anchor;
        }

        return anchor + sum / values.Length;
    }

    /// <summary>Sample deviation (n − 1); NaN below two values.</summary>
    public static double Deviation(ReadOnlySpan<double> values) => Math.Sqrt(Covariance(values, values));

    /// <summary>Sample covariance (n − 1); NaN below two pairs.</summary>
    public static double Covariance(ReadOnlySpan<double> first, ReadOnlySpan<double> second)
    {
        (double firstMean, double secondMean, double sum) = (Mean(first), Mean(second), 0);
        for (int i = 0; i < first.Length; i++)
        {
            sum += (first[i] - firstMean) * (second[i] - secondMean);
        }

        return first.Length < 2 ? double.NaN : sum / (first.Length - 1);
    }

    /// <summary>Mean of the distances from the mean to a power; NaN for none.</summary>
    public static double Central(ReadOnlySpan<double> values, int power)
    {
        (double mean, double sum) = (Mean(values), 0);
        foreach (double value in values)
        {
            double distance = value - mean;
            double squared = distance * distance;
            sum += power switch { 2 => squared, 3 => squared * distance, _ => squared * squared };
        }

        return sum / values.Length;
    }

    /// <summary>Bias-corrected skewness G1; NaN below three values or without variation.</summary>
    public static double Skewness(ReadOnlySpan<double> values)
    {
        double n = values.Length;
        double raw = Central(values, 3) / Math.Pow(Central(values, 2), 1.5);
        return n < 3 ? double.NaN : Math.Sqrt(n * (n - 1)) / (n - 2) * raw;
    }

    /// <summary>Bias-corrected excess kurtosis G2; NaN below four values or without variation.</summary>
    public static double ExcessKurtosis(ReadOnlySpan<double> values)
    {
        double n = values.Length;
        double variance = Central(values, 2);
        double raw = Central(values, 4) / (variance * variance) - 3;
        return n < 4 ? double.NaN : (n - 1) / ((n - 2) * (n - 3)) * ((n + 1) * raw + 6);
    }

    /// <summary>Percentile of ascending values, interpolated linearly between order statistics; NaN for none.</summary>
    public static double Percentile(ReadOnlySpan<double> ascending, double percent)
    {
        if (ascending.IsEmpty)
        {
            return double.NaN;
        }

        double position = (ascending.Length - 1) * percent / 100;
        int below = (int)Math.Floor(position);
        int above = Math.Min(below + 1, ascending.Length - 1);
        return ascending[below] + (position - below) * (ascending[above] - ascending[below]);
    }
}
