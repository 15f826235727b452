namespace Tradewind.Learning.Training;

/// <summary>A step of a training run that is done.</summary>
/// <param name="Horizon">Horizon it belongs to, in rows.</param>
/// <param name="Stage">Part of the run.</param>
/// <param name="Fold">Number of the fold; 0 outside folds.</param>
/// <param name="FoldCount">Number of folds of the stage; 0 outside folds.</param>
/// <param name="Done">Fits done in the whole run, this one included.</param>
/// <param name="Total">Fits of the whole run.</param>
public sealed record TrainingProgress(int Horizon, TrainingStage Stage, int Fold, int FoldCount, int Done, int Total);
