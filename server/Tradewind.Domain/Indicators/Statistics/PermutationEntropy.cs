namespace Tradewind.Domain.Indicators;

/// <summary>
/// Permutation entropy of the last n values, in [0, 1]: entropy of the orders of three consecutive values over ln 6; equal values count as
/// rising. 0 for a monotone series, 1 where every order is as frequent. NaN for the first n − 1 rows and while a NaN is inside the window. A
/// row costs the six orders, whatever n; counts are whole numbers, so nothing drifts. First valid row n − 1.
/// </summary>
/// <remarks>Bandt and Pompe 2002, Physical Review Letters 88.</remarks>
public struct PermutationEntropy : IIndicator
{
    /// <summary>Values in an order; also the shortest window.</summary>
    public const int Order = 3;

    private const int Orders = 6;

    private static readonly double s_largest = Math.Log(Orders);

    private readonly int[] _ring;
    private readonly int[] _counts;
    private int _position;
    private int _rows;
    private double _previous;
    private double _beforePrevious;

    /// <summary>Creates the entropy.</summary>
    /// <param name="window">n, at least 3.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="window"/> is below 3.</exception>
    public PermutationEntropy(int window) =>
        (_ring, _counts) = (new int[WindowLength.Require(window, Order) - Order + 1], new int[Orders]);

    /// <inheritdoc />
    public double Update(double value)
    {
        if (!double.IsFinite(value))
        {
            _rows = 0;
            return double.NaN;
        }

        _rows = Math.Min(_rows + 1, _ring.Length + Order);
        if (_rows == 1)
        {
            _counts.AsSpan().Clear();
        }

        if (_rows >= Order)
        {
            int order = OrderOf(_beforePrevious, _previous, value);
            if (_rows == _ring.Length + Order)
            {
                _counts[_ring[_position]]--;
            }

            _counts[order]++;
            _ring[_position] = order;
            _position = _position + 1 == _ring.Length ? 0 : _position + 1;
        }

        (_beforePrevious, _previous) = (_previous, value);
        return _rows < _ring.Length + Order - 1 ? double.NaN : Entropy();
    }

    private static int OrderOf(double a, double b, double c) =>
        b >= a ? c >= b ? 0 : c >= a ? 1 : 2
        : c >= a ? 3 : c >= b ? 4 : 5;

    private readonly double Entropy()
    {
        double sum = 0;
        foreach (int count in _counts)
        {
            double share = (double)count / _ring.Length;
            sum -= count == 0 ? 0 : share * Math.Log(share);
        }

        // Rounding may leave a trace above 1.
        return Math.Clamp(sum / s_largest, 0, 1);
    }
}
