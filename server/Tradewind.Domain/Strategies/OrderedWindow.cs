namespace Tradewind.Domain.Strategies;

/// <summary>The last values of a series kept in rising order, for percentiles of a history. Missing values are not taken in.</summary>
internal sealed class OrderedWindow(int rows)
{
    private readonly double[] _ring = new double[rows];
    private readonly double[] _ordered = new double[rows];
    private int _next;

    /// <summary>Number of values held.</summary>
    public int Count { get; private set; }

    /// <summary>Takes a value in; the oldest leaves when the window is full.</summary>
    public void Add(double value)
    {
        if (double.IsNaN(value))
        {
            return;
        }

        if (Count == _ring.Length)
        {
            int oldest = Array.BinarySearch(_ordered, 0, Count, _ring[_next]);
            Array.Copy(_ordered, oldest + 1, _ordered, oldest, Count - oldest - 1);
            Count--;
        }

        int found = Array.BinarySearch(_ordered, 0, Count, value);
        int place = found < 0 ? ~found : found;
        Array.Copy(_ordered, place, _ordered, place + 1, Count - place);
        _ordered[place] = value;
        _ring[_next] = value;
        _next = _next + 1 == _ring.Length ? 0 : _next + 1;
        Count++;
    }

    /// <summary>Percentile in [0, 100] by linear interpolation between order statistics; NaN of none.</summary>
    public double Percentile(double percent)
    {
        if (Count == 0)
        {
            return double.NaN;
        }

        double place = percent / 100 * (Count - 1);
        int below = (int)place;
        return below + 1 < Count ? _ordered[below] + (place - below) * (_ordered[below + 1] - _ordered[below]) : _ordered[below];
    }

    /// <summary>Share of the values that are below a level, in [0, 1]; NaN of none.</summary>
    public double ShareBelow(double level)
    {
        int first = 0;
        for (int past = Count; first < past;)
        {
            int middle = (first + past) / 2;
            (first, past) = _ordered[middle] < level ? (middle + 1, past) : (first, middle);
        }

        return Count == 0 ? double.NaN : (double)first / Count;
    }

    /// <summary>Mean; NaN of none.</summary>
    public double Mean() => WindowStatistics.Mean(_ordered.AsSpan(0, Count));
}
