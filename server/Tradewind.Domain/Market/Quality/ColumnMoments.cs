using System.Runtime.Intrinsics;

namespace Tradewind.Domain.Market.Quality;

/// <summary>
/// Count, range, mean and sample deviation of the present values of a column. Two passes: deviations are taken from the mean itself, so that a
/// spread that is tiny against the level does not cancel. The sums run in eight lanes on every machine, so that every machine gets the same
/// bits.
/// </summary>
/// <param name="Count">Values present.</param>
/// <param name="Min">Smallest; infinite without values.</param>
/// <param name="Max">Largest; infinite without values.</param>
/// <param name="Mean">Mean; 0 without values.</param>
/// <param name="StandardDeviation">With n − 1; null below two values.</param>
internal readonly record struct ColumnMoments(int Count, double Min, double Max, double Mean, double? StandardDeviation)
{
    private const int Lanes = 8;

    /// <summary>Measures a column.</summary>
    /// <param name="values">Values; NaN is missing.</param>
    public static ColumnMoments Of(ReadOnlySpan<double> values)
    {
        int firstRow = values.IndexOfAnyExcept(double.NaN);
        if (firstRow < 0)
        {
            return new ColumnMoments(0, double.PositiveInfinity, double.NegativeInfinity, 0, null);
        }

        // Sums of differences from a value of the column stay small where the level is high.
        Vector512<double> shift = Vector512.Create(values[firstRow]);
        Vector512<double> sums = default;
        Vector512<double> counts = default;
        Vector512<double> lows = Vector512.Create(double.PositiveInfinity);
        Vector512<double> highs = Vector512.Create(double.NegativeInfinity);
        for (int row = 0; row < values.Length; row += Lanes)
        {
            Vector512<double> value = Load(values, row);
            Vector512<double> present = Vector512.Equals(value, value);
            sums += (value - shift) & present;
            counts += Vector512<double>.One & present;
            lows = Vector512.ConditionalSelect(Vector512.LessThan(value, lows), value, lows);
            highs = Vector512.ConditionalSelect(Vector512.GreaterThan(value, highs), value, highs);
        }

        (double min, double max) = (lows[0], highs[0]);
        for (int lane = 1; lane < Lanes; lane++)
        {
            (min, max) = (Math.Min(min, lows[lane]), Math.Max(max, highs[lane]));
        }

        int count = (int)Total(counts);
        double mean = values[firstRow] + Total(sums) / count;
        return new ColumnMoments(count, min, max, mean, count < 2 ? null : Math.Sqrt(SquaredDeviations(values, mean, count) / (count - 1)));
    }

    private static double SquaredDeviations(ReadOnlySpan<double> values, double mean, int count)
    {
        Vector512<double> means = Vector512.Create(mean);
        (Vector512<double> squares, Vector512<double> rests) = (default, default);
        for (int row = 0; row < values.Length; row += Lanes)
        {
            Vector512<double> value = Load(values, row);
            Vector512<double> deviation = (value - means) & Vector512.Equals(value, value);
            squares += deviation * deviation;
            rests += deviation;
        }

        // The mean was rounded; what the deviations leave over corrects for it.
        double rest = Total(rests);
        return Math.Max(0, Total(squares) - rest * rest / count);
    }

    private static Vector512<double> Load(ReadOnlySpan<double> values, int row)
    {
        if (row <= values.Length - Lanes)
        {
            return Vector512.Create(values[row..]);
        }

        Span<double> last = stackalloc double[Lanes];
        last.Fill(double.NaN);
        values[row..].CopyTo(last);
        return Vector512.Create<double>(last);
    }

    private static double Total(Vector512<double> lanes)
    {
        double total = 0;
        for (int lane = 0; lane < Lanes; lane++)
        {
            total += lanes[lane];
        }

        return total;
    }
}
