namespace Tradewind.Learning.Training;

/// <summary>Part of a training run.</summary>
public enum TrainingStage
{
    /// <summary>A walk-forward fold.</summary>
    WalkForward = 0,

    /// <summary>A cross-validation fold.</summary>
    CrossValidation,

    /// <summary>The fit whose errors on the held-out end are reported.</summary>
    Holdout,

    /// <summary>The fit on all labelled rows that is kept.</summary>
    FinalFit,
}
