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

        double[] changes = new double[values.Length];
        int n = 0;
        double previous = double.NaN;
        RollingMoments moments = new();
        for (int row = 0; row < values.Length; row++)
        {
            double value = values[row];
            if (double.IsNaN(value))
            {
                continue;
            }

            double change = kind == FieldKind.Price ? (previous > 0 ? value / previous - 1 : double.NaN) : value - previous;
            previous = value;
            if (double.IsNaN(change))
            {
                continue;
            }

            if (n >= MinWindow && moments.IsFar(changes.AsSpan(Math.Max(0, n - Window)..n), change))
            {
                count++;
                first = first < 0 ? row : first;
            }

            changes[n++] = change;
            moments.Add(change, n > Window ? changes[n - 1 - Window] : double.NaN);
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

        public void Add(double entering, double leaving)
        {
            if (_count == 0)
            {
                _shift = entering;
            }

            Accumulate(entering, 1);
            if (!double.IsNaN(leaving))
            {
                Accumulate(leaving, -1);
            }
        }

        public readonly bool IsFar(ReadOnlySpan<double> window, double change)
        {
            double mean = _sum / _count;
            double variance = (_squares - _sum * mean) / (_count - 1);
            double distance = Math.Abs(change - _shift - mean);
            double limit = Threshold * Math.Sqrt(Math.Max(0, variance));

            // Rounding of the running sums is bounded by the largest square that ever entered them.
            double doubt = 1e-9 * _largest;
            bool certain = variance > 1e6 * doubt && Math.Abs(distance - limit) > 1e-6 * limit;
            return certain ? distance > limit : IsFarExactly(window, change);
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

        private void Accumulate(double change, int sign)
        {
            double shifted = change - _shift;
            _sum += sign * shifted;
            _squares += sign * shifted * shifted;
            _largest = Math.Max(_largest, shifted * shifted);
            _count += sign;
        }
    }
}
