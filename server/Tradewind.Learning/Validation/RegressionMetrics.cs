using Tradewind.Learning.Supervised;

namespace Tradewind.Learning.Validation;

/// <summary>
/// Errors of a block of forecasts beside those of a random walk, which predicts T(t) (level) or no change (change). NaN where a
/// figure is undefined.
/// </summary>
public sealed record RegressionMetrics
{
    /// <summary>Rows measured.</summary>
    public required int Count { get; init; }

    /// <summary>Mean absolute error, in units of the target.</summary>
    public required double Mae { get; init; }

    /// <summary>Mean squared error.</summary>
    public required double Mse { get; init; }

    /// <summary>Root mean squared error.</summary>
    public double Rmse => Math.Sqrt(Mse);

    /// <summary>1 − Σe²/Σ(y − ȳ)² with the mean of this block; NaN when the labels do not vary.</summary>
    public required double R2 { get; init; }

    /// <summary>
    /// Share of rows whose change from T(t) had the predicted sign. Rows without a change are left out, a predicted change of 0 is
    /// wrong; NaN when no row is left.
    /// </summary>
    public required double DirectionalAccuracy { get; init; }

    /// <summary>Mean absolute error of the random walk.</summary>
    public required double RandomWalkMae { get; init; }

    /// <summary>Root mean squared error of the random walk.</summary>
    public required double RandomWalkRmse { get; init; }

    /// <summary>R² of the random walk: on a level it is high by itself, which puts the model's into proportion.</summary>
    public required double RandomWalkR2 { get; init; }

    /// <summary>1 − RMSE / RMSE of the random walk; NaN when the random walk made no error.</summary>
    public double Skill => SkillOf(Rmse, RandomWalkRmse);

    /// <summary>1 − <paramref name="rmse"/>/<paramref name="randomWalkRmse"/>; NaN when the latter is 0.</summary>
    public static double SkillOf(double rmse, double randomWalkRmse) => randomWalkRmse == 0 ? double.NaN : 1 - (rmse / randomWalkRmse);

    /// <summary>Measures forecasts.</summary>
    /// <param name="actual">Shape [n], n ≥ 1: labels.</param>
    /// <param name="predicted">Shape [n]: forecasts of the labels.</param>
    /// <param name="current">Shape [n]: T(t).</param>
    /// <param name="mode">Whether labels are changes or levels.</param>
    /// <exception cref="ArgumentException">Lengths differ or are 0.</exception>
    public static RegressionMetrics Of(ReadOnlySpan<double> actual, ReadOnlySpan<double> predicted, ReadOnlySpan<double> current, TargetMode mode)
    {
        if (actual.Length == 0 || predicted.Length != actual.Length || current.Length != actual.Length)
        {
            throw new ArgumentException($"{actual.Length} labels need as many forecasts and current values, were {predicted.Length} and {current.Length}.");
        }

        double mean = 0;
        bool varies = false;
        for (int i = 0; i < actual.Length; i++)
        {
            mean += (actual[i] - mean) / (i + 1);
            varies |= actual[i] != actual[0];
        }

        (double absolute, double squared, double naiveAbsolute, double naiveSquared, double total) = (0, 0, 0, 0, 0);
        (int right, int moved) = (0, 0);
        for (int i = 0; i < actual.Length; i++)
        {
            double origin = mode == TargetMode.Level ? current[i] : 0;
            (double change, double error) = (actual[i] - origin, actual[i] - predicted[i]);
            absolute += Math.Abs(error);
            squared += error * error;
            naiveAbsolute += Math.Abs(change);
            naiveSquared += change * change;
            total += (actual[i] - mean) * (actual[i] - mean);
            moved += change != 0 ? 1 : 0;
            right += change != 0 && (predicted[i] - origin) * Math.Sign(change) > 0 ? 1 : 0;
        }

        int count = actual.Length;
        return new RegressionMetrics
        {
            Count = count,
            Mae = absolute / count,
            Mse = squared / count,
            R2 = varies ? 1 - (squared / total) : double.NaN,
            DirectionalAccuracy = moved == 0 ? double.NaN : (double)right / moved,
            RandomWalkMae = naiveAbsolute / count,
            RandomWalkRmse = Math.Sqrt(naiveSquared / count),
            RandomWalkR2 = varies ? 1 - (naiveSquared / total) : double.NaN,
        };
    }
}
