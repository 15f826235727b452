namespace Tradewind.Learning.Training;

/// <summary>Counts fits and tells of them, one at a time.</summary>
internal sealed class ProgressCount(int total, IProgress<TrainingProgress>? listener)
{
    private readonly Lock _turn = new();
    private int _done;

    public void Step(int horizon, TrainingStage stage, int fold = 0, int foldCount = 0)
    {
        lock (_turn)
        {
            _done++;
            listener?.Report(new TrainingProgress(horizon, stage, fold, foldCount, _done, total));
        }
    }
}
