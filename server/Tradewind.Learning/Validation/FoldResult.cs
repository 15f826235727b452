using System.Collections.Immutable;

namespace Tradewind.Learning.Validation;

/// <summary>One fold run.</summary>
/// <param name="Report">Rows, dates and errors.</param>
/// <param name="Predictions">Forecasts of the test rows, in time order.</param>
public sealed record FoldResult(FoldReport Report, ImmutableArray<OutOfSamplePrediction> Predictions);
