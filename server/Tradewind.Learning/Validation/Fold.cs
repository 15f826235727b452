namespace Tradewind.Learning.Validation;

/// <summary>One split of the labelled rows: half-open row intervals, the test after the training block and its embargo.</summary>
/// <param name="Number">1 to k; 0 for the holdout. Skipped folds leave a gap in the numbers.</param>
/// <param name="TrainStart">First training row.</param>
/// <param name="TrainEnd">Row after the last training row.</param>
/// <param name="TestStart">First test row; at least the horizon after <paramref name="TrainEnd"/>.</param>
/// <param name="TestEnd">Row after the last test row.</param>
public sealed record Fold(int Number, int TrainStart, int TrainEnd, int TestStart, int TestEnd)
{
    /// <summary>Number of training rows.</summary>
    public int TrainCount => TrainEnd - TrainStart;

    /// <summary>Number of test rows.</summary>
    public int TestCount => TestEnd - TestStart;
}
