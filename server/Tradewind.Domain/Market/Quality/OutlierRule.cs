namespace Tradewind.Domain.Market.Quality;

/// <summary>
/// Flags changes far from the changes just before: z = (x − mean) / standard deviation (n − 1) over the 60 changes before, at least 20,
/// the tested one excluded; |z| &gt; 3. Simple returns for prices, differences for spreads, yields, durations and unknown kinds; volumes and
/// amounts are not tested. Data specification, section 8.1.
/// </summary>
public static class OutlierRule
{
    private const int Window = 60;
    private const int MinWindow = 20;
    private const double Threshold = 3.0;
    private const int BufferLength = 64 * Window;

    /// <summary>True when changes of this kind are tested.</summary>
    public static bool Applies(FieldKind kind) => kind is not (FieldKind.Volume or FieldKind.Amount);

    /// <summary>Number of outliers in a column and the row of the first.</summary>
    /// <param name="values">Values, oldest first; NaN rows are passed over: changes run between consecutive present values.</param>
    /// <param name="kind">What the column measures.</param>
    /// <returns>Count 0 with first row −1 where nothing stands out or the kind is not tested.</returns>
    public static (int Count, int FirstRow) Find(ReadOnlySpan<double> values, FieldKind kind)
    {
        (int count, int first) = (0, -1);
        if (!Applies(kind))
        {
            return (count, first);
        }

        // The window moves along a buffer many times its length, so that it is one span and is copied rarely.
        double[] changes = new double[BufferLength];
        (int n, double previous) = (0, double.NaN);
        RollingMoments moments = new();
        for (int row = 0; row < values.Length; row++)
        {
            double value = values[row];
            double change = kind != FieldKind.Price ? value - previous : previous > 0 ? value / previous - 1 : double.NaN;
            if (double.IsNaN(value))
            {
                continue;
            }

            previous = value;
            if (double.IsNaN(change))
            {
                continue;
            }

            if (n >= MinWindow && moments.IsFar(changes, n, change))
            {
                count++;
                first = first < 0 ? row : first;
            }

            if (n == BufferLength)
            {
                changes.AsSpan(n - Window).CopyTo(changes);
                n = Window;
            }

            moments.Add(change, n >= Window ? changes[n - Window] : double.NaN);
            changes[n++] = change;
        }

        return (count, first);
    }

    // Running sums cost O(1) a row; a verdict they cannot give with certainty is recomputed from the window itself.
    private struct RollingMoments
    {
        private double _shift;
        private double _sum;
        private double _squares;
        private double _largest;
        private int _count;
        private double _perCount;
        private double _perFreedom;

        public void Add(double entering, double leaving)
        {
            if (_count == 0)
            {
                _shift = entering;
            }

            double shifted = entering - _shift;
            double square = shifted * shifted;
            _largest = square > _largest ? square : _largest;
            if (double.IsNaN(leaving))
            {
                _count++;
                (_perCount, _perFreedom) = (1.0 / _count, 1.0 / (_count - 1));
                (_sum, _squares) = (_sum + shifted, _squares + square);
                return;
            }

            leaving -= _shift;
            _sum += shifted - leaving;
            _squares += square - leaving * leaving;
        }

        public readonly bool IsFar(double[] changes, int n, double change)
        {
            double mean = _sum * _perCount;
            double variance = (_squares - _sum * mean) * _perFreedom;
            double distance = change - _shift - mean;
            (double squared, double limit) = (distance * distance, Threshold * Threshold * variance);

            // Rounding of the running sums is bounded by the largest square that ever entered them.
            double doubt = 1e-9 * _largest;
            bool certain = variance > 1e6 * doubt && Math.Abs(squared - limit) > 1e-5 * limit;
            return certain ? squared > limit : IsFarExactly(changes.AsSpan(Math.Max(0, n - Window)..n), change);
        }

        private static bool IsFarExactly(ReadOnlySpan<double> window, double change)
        {
            double mean = 0;
            (double min, double max) = (double.PositiveInfinity, double.NegativeInfinity);
            foreach (double x in window)
            {
                mean += x / window.Length;
                (min, max) = (Math.Min(min, x), Math.Max(max, x));
            }

            if (min == max)
            {
                return false;
            }

            double squares = 0;
            foreach (double x in window)
            {
                squares += (x - mean) * (x - mean);
            }

            return Math.Abs(change - mean) > Threshold * Math.Sqrt(squares / (window.Length - 1));
        }
    }
}
