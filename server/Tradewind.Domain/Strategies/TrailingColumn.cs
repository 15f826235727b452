namespace Tradewind.Domain.Strategies;

/// <summary>The last rows of a column as one span that ends at the newest. Adding allocates nothing.</summary>
internal sealed class TrailingColumn(int rows)
{
    // Twice the rows: the kept half moves to the front once in that many additions, so the span never wraps.
    private readonly double[] _values = new double[2 * rows];
    private int _count;

    public void Add(double value)
    {
        if (_count == _values.Length)
        {
            _values.AsSpan(rows).CopyTo(_values);
            _count = rows;
        }

        _values[_count++] = value;
    }

    /// <summary>The last <paramref name="window"/> values; empty where there are fewer.</summary>
    public ReadOnlySpan<double> Last(int window) => window <= _count ? _values.AsSpan(_count - window, window) : [];

    /// <summary>The last values, at most <paramref name="window"/>.</summary>
    public ReadOnlySpan<double> AtMost(int window) => Last(Math.Min(window, _count));

    /// <summary>The value some rows ago, 0 for the newest; NaN where there is none.</summary>
    public double Ago(int back) => back < _count ? _values[_count - 1 - back] : double.NaN;
}
