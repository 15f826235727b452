namespace Tradewind.Domain.Engine.Metrics;

/// <summary>Undefined figures are absent, never zero.</summary>
internal static class Defined
{
    /// <summary>The value; null where it is NaN or infinite, which is what a zero denominator or a lack of data leaves.</summary>
    public static double? OrNull(double value) => double.IsFinite(value) ? value : null;
}
