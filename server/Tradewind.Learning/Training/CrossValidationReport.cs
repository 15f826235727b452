using System.Collections.Immutable;
using Tradewind.Learning.Validation;

namespace Tradewind.Learning.Training;

/// <summary>R² of time-ordered folds on the holdout's training part.</summary>
/// <param name="Folds">The folds; R² of a fold is in its metrics, NaN where the labels do not vary.</param>
public sealed record CrossValidationReport(ImmutableArray<FoldReport> Folds)
{
    /// <summary>Mean R² over the folds where it is defined; NaN when there is none.</summary>
    public double MeanR2 => Defined is { Length: > 0 } defined ? defined.Average() : double.NaN;

    /// <summary>Population deviation of R² over the same folds.</summary>
    public double DeviationR2 => Defined is { Length: > 0 } defined ? Math.Sqrt(defined.Average(r2 => (r2 - MeanR2) * (r2 - MeanR2))) : double.NaN;

    private double[] Defined => [.. Folds.Select(fold => fold.Metrics.R2).Where(r2 => !double.IsNaN(r2))];
}
