namespace Tradewind.Learning.Validation;

/// <summary>How a model is walked forward through time.</summary>
public sealed record WalkForwardSpec
{
    /// <summary>Number of folds k, at least 1. Default 5.</summary>
    public int Folds { get; init; } = 5;

    /// <summary>Rows of a rolling training window, at least 1; null (default) trains on everything before the fold.</summary>
    public int? TrainWindow { get; init; }
}
