using System.Collections.Immutable;
using Tradewind.Learning.Validation;

namespace Tradewind.Learning.Training;

/// <summary>Errors on the last rows, which neither the fit nor any choice before it has seen.</summary>
/// <param name="Block">Rows, dates and errors.</param>
/// <param name="Predictions">Forecasts of the held-out rows.</param>
/// <param name="Series">Forecasts of all labelled rows by the same model, each marked as fit or forecast.</param>
/// <param name="CrossValidation">Folds within the training part; null when not asked for.</param>
public sealed record HoldoutReport(
    FoldReport Block, ImmutableArray<OutOfSamplePrediction> Predictions, ImmutableArray<SeriesForecast> Series, CrossValidationReport? CrossValidation)
{
    /// <summary>Errors on the held-out rows.</summary>
    public RegressionMetrics Metrics => Block.Metrics;
}
