namespace Tradewind.Domain.Indicators;

/// <summary>
/// Kendall's τ-b of two series over the last n rows: pairs of rows ordered alike minus pairs ordered unlike, over
/// √((pairs − ties of the first)(pairs − ties of the second)). NaN for the first n − 1 rows, while a NaN of either is inside the window, and
/// where one of them does not vary. A row costs n comparisons; counts are whole numbers, so nothing drifts. First valid row n − 1.
/// </summary>
/// <remarks>Kendall, "The Treatment of Ties in Ranking Problems", Biometrika 33, 1945.</remarks>
public struct KendallCorrelation : IPairIndicator
{
    private readonly double[] _firstRing;
    private readonly double[] _secondRing;
    private int _position;
    private int _rows;
    private long _concordance;
    private long _firstTies;
    private long _secondTies;

    /// <summary>Creates the correlation.</summary>
    /// <param name="window">n, at least 2.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="window"/> is below 2.</exception>
    public KendallCorrelation(int window) =>
        (_firstRing, _secondRing) = (new double[WindowLength.Require(window, least: 2)], new double[window]);

    /// <inheritdoc />
    public double Update(double first, double second)
    {
        if (!double.IsFinite(first) || !double.IsFinite(second))
        {
            (_rows, _concordance, _firstTies, _secondTies) = (0, 0, 0, 0);
            return double.NaN;
        }

        int window = _firstRing.Length;
        if (_rows == window)
        {
            // The slot about to be overwritten is the oldest row: its pairs leave with it.
            Count(_firstRing[_position], _secondRing[_position], -1);
            _rows--;
        }

        _rows++;
        Count(first, second, 1);
        _firstRing[_position] = first;
        _secondRing[_position] = second;
        _position = _position + 1 == window ? 0 : _position + 1;
        double pairs = 0.5 * window * (window - 1.0);
        double scale = Math.Sqrt(pairs - _firstTies) * Math.Sqrt(pairs - _secondTies);
        return _rows < window || scale == 0 ? double.NaN : Math.Clamp(_concordance / scale, -1, 1);
    }

    // Compares a row, which is in the slot at _position or about to be put there, with the other rows present.
    private void Count(double first, double second, int weight)
    {
        int window = _firstRing.Length;
        for (int back = 1; back < _rows; back++)
        {
            int slot = _position - back;
            slot += slot < 0 ? window : 0;
            int x = first.CompareTo(_firstRing[slot]);
            int y = second.CompareTo(_secondRing[slot]);
            _concordance += weight * x * y;
            _firstTies += x == 0 ? weight : 0;
            _secondTies += y == 0 ? weight : 0;
        }
    }
}
