namespace Tradewind.Learning.Training;

/// <summary>Counts fits and tells of them.</summary>
internal sealed class ProgressCount(int total, IProgress<TrainingProgress>? listener)
{
    private int _done;

    public void Step(int horizon, TrainingStage stage, int fold = 0, int foldCount = 0) =>
        listener?.Report(new TrainingProgress(horizon, stage, fold, foldCount, ++_done, total));
}
