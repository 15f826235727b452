namespace Tradewind.Domain.Indicators;

/// <summary>
/// Difference of fractional order d with a window of fixed width: Σ w_k x_{t−k}, w_0 = 1, w_k = −w_{k−1}(d − k + 1)/k, as far as |w_k| ≥
/// 1e-4. Makes a series stationary while it keeps more memory than the whole difference (d = 1). NaN for the first width − 1 rows and while a
/// NaN is inside the window. A row costs width operations. First valid row <see cref="Width"/> − 1.
/// </summary>
/// <remarks>Hosking 1981, Biometrika 68; fixed width: López de Prado, Advances in Financial Machine Learning, 2018, chapter 5.</remarks>
public struct FractionalDifference : IIndicator
{
    /// <summary>Largest order.</summary>
    public const double LargestOrder = 2;

    private const double LeastWeight = 1e-4;

    // Oldest first, as the window is.
    private readonly double[] _weights;
    private SlidingWindow _values;

    /// <summary>Creates the difference.</summary>
    /// <param name="order">d, above 0 and at most 2.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="order"/> is out of range.</exception>
    public FractionalDifference(double order)
    {
        if (!(order is > 0 and <= LargestOrder))
        {
            throw new ArgumentOutOfRangeException(nameof(order), order, $"must be above 0 and at most {LargestOrder}.");
        }

        List<double> weights = [1];
        for (double weight = -order; Math.Abs(weight) >= LeastWeight;)
        {
            weights.Add(weight);
            weight *= -(order - weights.Count + 1) / weights.Count;
        }

        weights.Reverse();
        (_weights, _values) = ([.. weights], new SlidingWindow(weights.Count));
    }

    /// <summary>Rows that take part in a value.</summary>
    public readonly int Width => _weights.Length;

    /// <inheritdoc />
    public double Update(double value)
    {
        ReadOnlySpan<double> values = _values.Add(value);
        // Two sums in turn: additions that do not wait for each other.
        (double even, double odd) = (0, 0);
        int i = 0;
        for (; i + 2 <= _weights.Length; i += 2)
        {
            even = Math.FusedMultiplyAdd(_weights[i], values[i], even);
            odd = Math.FusedMultiplyAdd(_weights[i + 1], values[i + 1], odd);
        }

        if (i < _weights.Length)
        {
            even = Math.FusedMultiplyAdd(_weights[i], values[i], even);
        }

        return Defined.OrMissing(even + odd);
    }
}
