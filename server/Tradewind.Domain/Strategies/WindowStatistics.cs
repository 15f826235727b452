namespace Tradewind.Domain.Strategies;

/// <summary>Moments and lines of a window of rows. A missing value anywhere in it, or an empty window, gives NaN.</summary>
internal static class WindowStatistics
{
    // A deviation below this share of the mean is what rounding leaves of a constant.
    private const double Rounding = 1e-13;

    /// <summary>Mean; NaN of an empty window.</summary>
    public static double Mean(ReadOnlySpan<double> values)
    {
        double sum = 0;
        foreach (double value in values)
        {
            sum += value;
        }

        return sum / values.Length;
    }

    /// <summary>Sample standard deviation (n − 1); 0 for a constant, NaN for fewer than two values.</summary>
    public static double Deviation(ReadOnlySpan<double> values)
    {
        if (values.Length < 2)
        {
            return double.NaN;
        }

        double mean = Mean(values);
        double squares = 0;
        foreach (double value in values)
        {
            squares += (value - mean) * (value - mean);
        }

        double deviation = Math.Sqrt(squares / (values.Length - 1));
        return deviation <= Rounding * Math.Abs(mean) ? 0 : deviation;
    }

    /// <summary>Pearson correlation; NaN where one of the two does not vary.</summary>
    public static double Correlation(ReadOnlySpan<double> first, ReadOnlySpan<double> second)
    {
        if (first.Length < 2 || first.Length != second.Length)
        {
            return double.NaN;
        }

        (double meanFirst, double meanSecond) = (Mean(first), Mean(second));
        (double product, double squaresFirst, double squaresSecond) = (0, 0, 0);
        for (int i = 0; i < first.Length; i++)
        {
            (double x, double y) = (first[i] - meanFirst, second[i] - meanSecond);
            product += x * y;
            squaresFirst += x * x;
            squaresSecond += y * y;
        }

        return squaresFirst > 0 && squaresSecond > 0 ? product / Math.Sqrt(squaresFirst * squaresSecond) : double.NaN;
    }

    /// <summary>Least-squares line of <paramref name="y"/> on <paramref name="x"/>; NaN where x does not vary.</summary>
    public static (double Intercept, double Slope) Line(ReadOnlySpan<double> x, ReadOnlySpan<double> y)
    {
        if (x.Length < 2 || x.Length != y.Length)
        {
            return (double.NaN, double.NaN);
        }

        (double meanX, double meanY) = (Mean(x), Mean(y));
        (double product, double squares) = (0, 0);
        for (int i = 0; i < x.Length; i++)
        {
            product += (x[i] - meanX) * (y[i] - meanY);
            squares += (x[i] - meanX) * (x[i] - meanX);
        }

        double slope = squares > 0 ? product / squares : double.NaN;
        return (meanY - slope * meanX, slope);
    }
}
