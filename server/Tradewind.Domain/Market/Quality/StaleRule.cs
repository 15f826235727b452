using System.Collections.Immutable;

namespace Tradewind.Domain.Market.Quality;

/// <summary>
/// Finds values that repeat where they normally change. A column is watched when its median run of equal values is 1, so that constants
/// and step functions (a weekly figure carried forward) are never flagged. In a watched column a run counts as stale when it is longer
/// than the column's own habit of repeating explains: with p the share of rows that repeat the row before, counted without the run, a
/// run of length r comes by chance with probability p^(r − 1) at a given row.
/// </summary>
public static class StaleRule
{
    private const int MinRun = 3;
    private const int MinValues = 20;
    private const double TailChance = 1e-3;
    private const double InnerChance = 1e-2;

    /// <summary>A run of equal values.</summary>
    /// <param name="FirstRow">Row of its first value, the one that may still be right.</param>
    /// <param name="Length">Number of equal values, the first included.</param>
    public readonly record struct Run(int FirstRow, int Length);

    /// <summary>Stale runs of a column: of those before the last, all; the trailing one apart.</summary>
    /// <param name="values">Values, oldest first; missing rows are passed over.</param>
    /// <returns>The trailing run where stale, and the stale runs before it, oldest first.</returns>
    public static (Run? Tail, ImmutableArray<Run> Inner) Find(ReadOnlySpan<double> values)
    {
        List<Run> longRuns = [];
        (int present, int runs, int singles, int first, int length, double held) = (0, 0, 0, 0, 0, double.NaN);
        for (int row = 0; row < values.Length; row++)
        {
            double value = values[row];
            if (value == held)
            {
                (present, length) = (present + 1, length + 1);
            }
            else if (!double.IsNaN(value))
            {
                Close();
                (present, first, length, held) = (present + 1, row, 1, value);
            }
        }

        Run last = new(first, length);
        Close();
        if (present < MinValues || singles * 2 <= runs)
        {
            return (null, []);
        }

        int repeats = present - runs;
        bool tailIsLong = last.Length >= MinRun;
        Run? tail = tailIsLong && Chance(last) < TailChance ? last : null;
        IEnumerable<Run> inner = tailIsLong ? longRuns.SkipLast(1) : longRuns;
        return (tail, [.. inner.Where(run => present * Chance(run) < InnerChance)]);

        void Close()
        {
            runs += length > 0 ? 1 : 0;
            singles += length == 1 ? 1 : 0;
            if (length >= MinRun)
            {
                longRuns.Add(new Run(first, length));
            }
        }

        double Chance(Run run) => Math.Pow((double)(repeats - (run.Length - 1)) / Math.Max(1, present - run.Length), run.Length - 1);
    }
}
