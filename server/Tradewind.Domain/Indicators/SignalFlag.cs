namespace Tradewind.Domain.Indicators;

/// <summary>0/1 flags that stay NaN where nothing is known, so that a warm-up never reads as "no signal".</summary>
internal static class SignalFlag
{
    /// <summary>1 above the threshold, else 0; NaN where the value is.</summary>
    public static double Above(double value, double threshold) => double.IsNaN(value) ? double.NaN : value > threshold ? 1 : 0;
}
