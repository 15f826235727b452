namespace Tradewind.Domain.Indicators;

/// <summary>The last n values in one piece, oldest first; NaN where there were none yet. For indicators that look at all of them every row.</summary>
internal struct SlidingWindow
{
    // Every value is written twice, n apart, so that a run of n without a break always exists.
    private readonly double[] _twice;
    private int _position;

    public SlidingWindow(int window)
    {
        _twice = new double[2 * WindowLength.Require(window)];
        _twice.AsSpan().Fill(double.NaN);
    }

    public ReadOnlySpan<double> Add(double value)
    {
        int window = _twice.Length / 2;
        _twice[_position] = value;
        _twice[_position + window] = value;
        _position = _position + 1 == window ? 0 : _position + 1;
        return _twice.AsSpan(_position, window);
    }
}
