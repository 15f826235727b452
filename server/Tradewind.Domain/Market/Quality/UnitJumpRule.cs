namespace Tradewind.Domain.Market.Quality;

/// <summary>
/// Finds rows at which a column changes by a factor between units and stays at the new level: dollars a gallon to dollars a barrel (42),
/// percent to fractions (100), units to thousands (1000). The levels are the medians of three values on either side, each of which must
/// lie within 15 % of its median; their ratio must be within 5 % of the factor.
/// </summary>
public static class UnitJumpRule
{
    private const double SmallestFactor = 5;
    private const double Tolerance = 0.05;
    private const double Steadiness = 0.15;
    private const int Side = 3;

    private static readonly double[] Factors = [7.45, 42, 100, 1000, 1e6];

    /// <summary>Number of changes of unit, the row of the first and its factor.</summary>
    /// <param name="values">Values, oldest first; a row with a missing or non-positive value near it is passed over.</param>
    /// <returns>Count 0 with row −1 where there is none.</returns>
    public static (int Count, int FirstRow, double Factor) Find(ReadOnlySpan<double> values)
    {
        (int count, int first, double factor) = (0, -1, double.NaN);
        for (int row = Side; row + Side <= values.Length; row++)
        {
            // Cheap for the millions of rows that change little.
            if (!(values[row] > SmallestFactor * values[row - 1] || values[row] * SmallestFactor < values[row - 1]))
            {
                continue;
            }

            if (Level(values[(row - Side)..row]) is { } before && Level(values[row..(row + Side)]) is { } after
                && Array.Exists(Factors, known => Math.Abs(Math.Max(after / before, before / after) / known - 1) <= Tolerance))
            {
                (first, factor) = count == 0 ? (row, after / before) : (first, factor);
                count++;
            }
        }

        return (count, first, factor);
    }

    private static double? Level(ReadOnlySpan<double> side)
    {
        double median = Math.Max(Math.Min(side[0], side[1]), Math.Min(Math.Max(side[0], side[1]), side[2]));
        foreach (double value in side)
        {
            if (!(value > 0) || Math.Abs(value / median - 1) > Steadiness)
            {
                return null;
            }
        }

        return median;
    }
}
