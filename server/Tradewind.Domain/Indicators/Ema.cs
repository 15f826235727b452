namespace Tradewind.Domain.Indicators;

/// <summary>
/// Exponential moving average: α = 2/(n + 1), E_0 = x_0, E_t = αx_t + (1 − α)E_{t−1}. NaN until n rows were seen (first valid
/// row n − 1) though the recursion starts at row 0. A missing value gives NaN and starts it again at the next value.
/// </summary>
public struct Ema : IIndicator
{
    private readonly double _share;
    private readonly double _keep;
    private readonly int _warmUpRows;
    private double _average;
    private int _rows;

    /// <summary>Creates the average.</summary>
    /// <param name="window">n, at least 1.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="window"/> is below 1.</exception>
    public Ema(int window)
        : this(2.0 / (WindowLength.Require(window) + 1.0), window - 1)
    {
    }

    /// <summary>Creates an average with a weight and a warm-up of its own.</summary>
    internal Ema(double share, int warmUpRows) => (_share, _keep, _warmUpRows) = (share, 1 - share, warmUpRows);

    /// <inheritdoc />
    public double Update(double value)
    {
        if (!double.IsFinite(value))
        {
            _rows = 0;
            return double.NaN;
        }

        // The fused form rounds once and is the shortest dependency from row to row.
        double average = _rows == 0 ? value : Math.FusedMultiplyAdd(_keep, _average, _share * value);
        _average = average;
        if (_rows < _warmUpRows)
        {
            _rows++;
            return double.NaN;
        }

        _rows = Math.Max(_rows, 1);
        return average;
    }
}
