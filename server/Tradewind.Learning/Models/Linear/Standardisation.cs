using Tradewind.Learning.Supervised;

namespace Tradewind.Learning.Models.Linear;

/// <summary>(x − mean)/deviation per column, with the mean and the population deviation (divisor n) of the training rows.</summary>
/// <param name="Means">Shape [p].</param>
/// <param name="Deviations">Shape [p]; 1 for a column that is constant on the training rows, which is only centred.</param>
internal sealed record Standardisation(double[] Means, double[] Deviations)
{
    /// <summary>Measures the columns.</summary>
    public static Standardisation Fit(FeatureMatrix features)
    {
        (double[] means, double[] deviations) = (new double[features.ColumnCount], new double[features.ColumnCount]);
        for (int column = 0; column < means.Length; column++)
        {
            (double mean, double squares) = (0, 0);
            for (int row = 0; row < features.RowCount; row++)
            {
                // Welford: a constant column gives exactly 0.
                double delta = features[row, column] - mean;
                mean += delta / (row + 1);
                squares += delta * (features[row, column] - mean);
            }

            (means[column], deviations[column]) = (mean, squares > 0 ? Math.Sqrt(squares / features.RowCount) : 1);
        }

        return new Standardisation(means, deviations);
    }

    /// <summary>Standardises one value.</summary>
    public double Apply(double value, int column) => (value - Means[column]) / Deviations[column];
}
