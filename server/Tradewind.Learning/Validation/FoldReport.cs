namespace Tradewind.Learning.Validation;

/// <summary>What one fold showed.</summary>
/// <param name="Fold">Row intervals among the labelled rows.</param>
/// <param name="TrainFrom">Label of the first training row, UNIX nanoseconds UTC.</param>
/// <param name="TrainTo">Label of the last training row.</param>
/// <param name="TestFrom">Label of the first test row.</param>
/// <param name="TestTo">Label of the last test row.</param>
/// <param name="Metrics">Errors on the test rows.</param>
public sealed record FoldReport(Fold Fold, long TrainFrom, long TrainTo, long TestFrom, long TestTo, RegressionMetrics Metrics);
