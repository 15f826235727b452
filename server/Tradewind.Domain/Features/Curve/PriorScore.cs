namespace Tradewind.Domain.Features;

/// <summary>
/// Judges a value by the present values before it, which end before it (oil specification, conventions): score (x − mean)/SD with the sample
/// deviation, and percentile 100·(#{h &lt; x} + ½#{h = x})/#h. A missing value is judged by nothing and joins no history.
/// </summary>
internal struct PriorScore
{
    // Below this a deviation counts as none.
    private const double NoDeviation = 1e-12;

    // Spreads of the same legs are equal however the sum was rounded: prices come in ticks, and ties among spreads are common.
    private const double Same = 1e-12;

    private readonly double[] _history;
    private readonly int _least;
    private readonly double _floor;
    private int _count;
    private int _next;

    /// <param name="window">Values kept.</param>
    /// <param name="least">Values without which there is no score.</param>
    /// <param name="floor">Least deviation divided by; 0 for none, then a deviation of 0 gives the score 0.</param>
    public PriorScore(int window, int least, double floor = 0) => (_history, _least, _floor) = (new double[window], least, floor);

    /// <summary>Score and percentile of the next value; NaN where the value or enough history is missing.</summary>
    public (double Score, double Percentile) Update(double value)
    {
        if (double.IsNaN(value))
        {
            return (double.NaN, double.NaN);
        }

        ReadOnlySpan<double> history = _history.AsSpan(0, _count);
        (double, double) judged = _count >= _least && _count > 0 ? (Score(history, value), Percentile(history, value)) : (double.NaN, double.NaN);
        _history[_next] = value;
        _next = (_next + 1) % _history.Length;
        _count = Math.Min(_count + 1, _history.Length);
        return judged;
    }

    private readonly double Score(ReadOnlySpan<double> history, double value)
    {
        if (history.Length < 2)
        {
            return double.NaN;
        }

        // Two passes over distances from the first value: windows are short, and sums carried along would drift.
        double anchor = history[0];
        double sum = 0;
        foreach (double past in history)
        {
            sum += past - anchor;
        }

        double mean = anchor + sum / history.Length;
        double squares = 0;
        foreach (double past in history)
        {
            squares += (past - mean) * (past - mean);
        }

        double deviation = Math.Max(Math.Sqrt(squares / (history.Length - 1)), _floor);
        double score = deviation < NoDeviation ? 0 : (value - mean) / deviation;
        return double.IsFinite(score) ? score : double.NaN;
    }

    private static double Percentile(ReadOnlySpan<double> history, double value)
    {
        (int below, int equal) = (0, 0);
        foreach (double past in history)
        {
            bool same = Math.Abs(past - value) <= Same * Math.Abs(value);
            equal += same ? 1 : 0;
            below += !same && past < value ? 1 : 0;
        }

        return 100 * (below + 0.5 * equal) / history.Length;
    }
}
