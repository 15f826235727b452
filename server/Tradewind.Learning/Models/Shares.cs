namespace Tradewind.Learning.Models;

/// <summary>Turns importances into shares.</summary>
internal static class Shares
{
    /// <summary>Divides by the sum, negative values taken as 0; all 0 when the sum is 0.</summary>
    public static double[] Of(double[] importance)
    {
        double[] positive = [.. importance.Select(value => Math.Max(0, value))];
        double sum = positive.Sum();
        return sum > 0 ? [.. positive.Select(value => value / sum)] : positive;
    }
}
