namespace Tradewind.Domain.Indicators;

/// <summary>The value k rows ago; NaN for the first k rows. Past values only: k is at least 1.</summary>
public struct Lag : IIndicator
{
    private readonly double[] _ring;
    private int _position;

    /// <summary>Creates the lag.</summary>
    /// <param name="rows">k, at least 1.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="rows"/> is below 1.</exception>
    public Lag(int rows)
    {
        _ring = new double[WindowLength.Require(rows)];
        _ring.AsSpan().Fill(double.NaN);
    }

    /// <inheritdoc />
    public double Update(double value)
    {
        double earlier = _ring[_position];
        _ring[_position] = value;
        _position = _position + 1 == _ring.Length ? 0 : _position + 1;
        return earlier;
    }

    /// <summary>Goes on as after these k rows, the last ones of a piece.</summary>
    internal void Restart(ReadOnlySpan<double> rows)
    {
        rows.CopyTo(_ring);
        _position = 0;
    }
}
