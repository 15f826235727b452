namespace Tradewind.Domain.Indicators;

/// <summary>Where a value lies between two bounds, the common part of the stochastic oscillators.</summary>
internal static class RangePosition
{
    /// <summary>100(value − low)/(high − low); 50 where the bounds are equal; NaN where one of the three is missing.</summary>
    public static double Percent(double value, double low, double high)
    {
        if (high == low)
        {
            return double.IsFinite(value) ? 50 : double.NaN;
        }

        double percent = 100 * (value - low) / (high - low);
        return double.IsFinite(percent) ? percent : double.NaN;
    }
}
