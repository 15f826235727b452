using System.Globalization;
using Tradewind.Domain.Market;

namespace Tradewind.Features.Tests.Features;

/// <summary>Compares columns with those of an independent implementation, missing values included.</summary>
internal static class Agreement
{
    /// <summary>Every column, every row to 1e-9.</summary>
    public static void Require(IEnumerable<FrameColumn> ours, IReadOnlyDictionary<string, double[]> theirs)
    {
        List<string> differences = [];
        foreach (FrameColumn column in ours)
        {
            ReadOnlySpan<double> values = column.Values.Span;
            double[] expected = theirs[column.Name];
            Assert.Equal(expected.Length, values.Length);
            // Differences of near-equal numbers (a histogram, a score near zero) are held against the size of the column.
            double size = expected.Where(value => !double.IsNaN(value)).Select(Math.Abs).DefaultIfEmpty(0).Average();
            for (int row = 0; row < values.Length; row++)
            {
                bool same = double.IsNaN(expected[row])
                    ? double.IsNaN(values[row])
                    : Math.Abs(values[row] - expected[row]) <= 1e-9 * Math.Max(Math.Abs(expected[row]), 1e-2 * size);
                if (!same)
                {
                    differences.Add(string.Create(CultureInfo.InvariantCulture, $"{column.Name} row {row}: {values[row]:R} against {expected[row]:R}"));
                }
            }
        }

        Assert.True(differences.Count == 0, $"{differences.Count} differences: {string.Join("; ", differences.Take(20))}");
    }
}
