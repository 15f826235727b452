namespace Tradewind.Features.Tests.Indicators;

/// <summary>Plain two-pass statistics of one window, the yardstick for rolling ones.</summary>
internal static class TwoPass
{
    public static double Mean(ReadOnlySpan<double> window)
    {
        double sum = 0;
        foreach (double value in window)
        {
            sum += value;
        }

        // A second pass over the distances takes back the rounding of the first.
        double mean = sum / window.Length;
        double rest = 0;
        foreach (double value in window)
        {
            rest += value - mean;
        }

        return mean + rest / window.Length;
    }

    public static double Deviation(ReadOnlySpan<double> window)
    {
        double mean = Mean(window);
        (double squares, double rest) = (0, 0);
        foreach (double value in window)
        {
            squares += (value - mean) * (value - mean);
            rest += value - mean;
        }

        return Math.Sqrt((squares - rest * rest / window.Length) / (window.Length - 1));
    }

    public static double Correlation(ReadOnlySpan<double> first, ReadOnlySpan<double> second)
    {
        (double firstMean, double secondMean) = (Mean(first), Mean(second));
        (double xx, double yy, double xy, double xRest, double yRest) = (0, 0, 0, 0, 0);
        for (int i = 0; i < first.Length; i++)
        {
            (double x, double y) = (first[i] - firstMean, second[i] - secondMean);
            (xx, yy, xy, xRest, yRest) = (xx + x * x, yy + y * y, xy + x * y, xRest + x, yRest + y);
        }

        double n = first.Length;
        return (xy - xRest * yRest / n) / (Math.Sqrt(xx - xRest * xRest / n) * Math.Sqrt(yy - yRest * yRest / n));
    }

    /// <summary>Largest magnitude in the window; the scale that rounding of its mean is measured by.</summary>
    public static double Size(ReadOnlySpan<double> window)
    {
        double size = 0;
        foreach (double value in window)
        {
            size = Math.Max(size, Math.Abs(value));
        }

        return size;
    }
}
