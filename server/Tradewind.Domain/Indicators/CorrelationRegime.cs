namespace Tradewind.Domain.Indicators;

/// <summary>Sign of a correlation that is strong enough: 1 above the threshold, −1 below its negative, else 0. NaN stays NaN.</summary>
public readonly struct CorrelationRegime : IIndicator
{
    private readonly double _threshold;

    /// <summary>Creates the classification.</summary>
    /// <param name="threshold">Correlation beyond which a regime is called, in (0, 1).</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="threshold"/> is out of range.</exception>
    public CorrelationRegime(double threshold)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(threshold);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(threshold, 1);
        _threshold = threshold;
    }

    /// <summary>Takes a correlation and returns −1, 0, 1 or NaN.</summary>
    public double Update(double value) =>
        double.IsNaN(value) ? double.NaN : value > _threshold ? 1 : value < -_threshold ? -1 : 0;
}
