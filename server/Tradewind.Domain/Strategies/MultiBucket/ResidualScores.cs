namespace Tradewind.Domain.Strategies.MultiBucket;

/// <summary>Score of the newest residual of a regression (multi-bucket specification, section 3).</summary>
internal static class ResidualScores
{
    /// <summary>
    /// The newest residual in sample deviations from the mean of the last <paramref name="window"/>; or, cumulative, their sum over the
    /// deviation of all residuals times √window. NaN where there is no deviation.
    /// </summary>
    public static double Last(ReadOnlySpan<double> residuals, int window, bool cumulative)
    {
        ReadOnlySpan<double> last = residuals[^window..];
        double mean = WindowStatistics.Mean(last);
        double scale = cumulative ? WindowStatistics.Deviation(residuals) * Math.Sqrt(window) : WindowStatistics.Deviation(last);
        double distance = cumulative ? mean * window : last[^1] - mean;
        return scale > 0 ? distance / scale : double.NaN;
    }
}
