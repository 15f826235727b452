using System.Collections.Immutable;
using Tradewind.Learning.Supervised;

namespace Tradewind.Learning.Validation;

/// <summary>All folds of a walk-forward run. Aggregates are means over the folds where a figure is defined, NaN where it is in none.</summary>
/// <param name="Folds">Folds in time order.</param>
/// <param name="Predictions">Forecasts of all folds, in time order.</param>
/// <param name="Mode">What was predicted.</param>
public sealed record WalkForwardReport(ImmutableArray<FoldReport> Folds, ImmutableArray<OutOfSamplePrediction> Predictions, TargetMode Mode)
{
    /// <summary>Mean of the folds' RMSE.</summary>
    public double Rmse => Mean(metrics => metrics.Rmse);

    /// <summary>Mean of the folds' MSE.</summary>
    public double Mse => Mean(metrics => metrics.Mse);

    /// <summary>Mean of the folds' MAE.</summary>
    public double Mae => Mean(metrics => metrics.Mae);

    /// <summary>Mean of the folds' R².</summary>
    public double R2 => Mean(metrics => metrics.R2);

    /// <summary>Mean of the folds' directional accuracy.</summary>
    public double DirectionalAccuracy => Mean(metrics => metrics.DirectionalAccuracy);

    /// <summary>Mean of the folds' random-walk RMSE.</summary>
    public double RandomWalkRmse => Mean(metrics => metrics.RandomWalkRmse);

    /// <summary>Mean of the folds' random-walk MAE.</summary>
    public double RandomWalkMae => Mean(metrics => metrics.RandomWalkMae);

    /// <summary>Mean of the folds' random-walk R².</summary>
    public double RandomWalkR2 => Mean(metrics => metrics.RandomWalkR2);

    /// <summary>1 − <see cref="Rmse"/>/<see cref="RandomWalkRmse"/>: the ratio of the means, not the mean of the ratios.</summary>
    public double Skill => RegressionMetrics.SkillOf(Rmse, RandomWalkRmse);

    /// <summary>True when the model beats the random walk.</summary>
    public bool BeatsNaive => Skill > 0;

    /// <summary><see cref="Validation.Verdict.BeatsNaive"/> or <see cref="Validation.Verdict.NoSkill"/>.</summary>
    public string Verdict => Validation.Verdict.Of(Skill);

    /// <summary>Sentence when the result is too good to be true, else null.</summary>
    public string? LeakageAlarm => Validation.Verdict.LeakageAlarm(Skill, R2, Mode);

    private double Mean(Func<RegressionMetrics, double> figure)
    {
        double[] defined = [.. Folds.Select(fold => figure(fold.Metrics)).Where(value => !double.IsNaN(value))];
        return defined.Length == 0 ? double.NaN : defined.Average();
    }
}
