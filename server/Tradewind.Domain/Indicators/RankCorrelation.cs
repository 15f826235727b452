namespace Tradewind.Domain.Indicators;

/// <summary>
/// Spearman correlation over the last n rows: Pearson of the ranks inside the window, ties sharing their average rank. NaN for the
/// first n − 1 rows, while a NaN of either is inside the window, and where one of them does not vary. A row costs n log n operations.
/// </summary>
/// <remarks>Spearman, "The Proof and Measurement of Association between Two Things", 1904.</remarks>
public struct RankCorrelation : IPairIndicator
{
    private readonly double[] _firstRing;
    private readonly double[] _secondRing;
    private readonly double[] _sorted;
    private readonly int[] _order;
    private readonly double[] _firstRanks;
    private readonly double[] _secondRanks;
    private int _position;
    private int _completeRows;

    /// <summary>Creates the correlation.</summary>
    /// <param name="window">n, at least 2.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="window"/> is below 2.</exception>
    public RankCorrelation(int window)
    {
        _firstRing = new double[WindowLength.Require(window, least: 2)];
        _secondRing = new double[window];
        _sorted = new double[window];
        _order = new int[window];
        _firstRanks = new double[window];
        _secondRanks = new double[window];
    }

    /// <inheritdoc />
    public double Update(double first, double second)
    {
        int window = _firstRing.Length;
        _firstRing[_position] = first;
        _secondRing[_position] = second;
        _position = _position + 1 == window ? 0 : _position + 1;
        bool complete = double.IsFinite(first) && double.IsFinite(second);
        _completeRows = complete ? Math.Min(_completeRows + 1, window) : 0;
        if (_completeRows < window)
        {
            return double.NaN;
        }

        Rank(_firstRing, _firstRanks);
        Rank(_secondRing, _secondRanks);
        double mean = (window + 1) / 2.0;
        (double firstSquares, double secondSquares, double products) = (0, 0, 0);
        for (int i = 0; i < window; i++)
        {
            // Halves at most: these sums are exact.
            (double x, double y) = (_firstRanks[i] - mean, _secondRanks[i] - mean);
            firstSquares += x * x;
            secondSquares += y * y;
            products += x * y;
        }

        double scale = Math.Sqrt(firstSquares) * Math.Sqrt(secondSquares);
        return scale == 0 ? double.NaN : Math.Clamp(products / scale, -1, 1);
    }

    private readonly void Rank(double[] values, double[] ranks)
    {
        values.CopyTo(_sorted, 0);
        for (int i = 0; i < _order.Length; i++)
        {
            _order[i] = i;
        }

        Array.Sort(_sorted, _order);
        for (int start = 0; start < _sorted.Length;)
        {
            int end = start + 1;
            while (end < _sorted.Length && _sorted[end] == _sorted[start])
            {
                end++;
            }

            for (int i = start; i < end; i++)
            {
                // Ranks start + 1 to end, shared by the ties.
                ranks[_order[i]] = (start + 1 + end) / 2.0;
            }

            start = end;
        }
    }
}
