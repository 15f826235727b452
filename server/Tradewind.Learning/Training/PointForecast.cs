using Tradewind.Learning.Supervised;

namespace Tradewind.Learning.Training;

/// <summary>One forecast as predicted, as change and as level.</summary>
/// <param name="Label">What the model predicted: change, return or level.</param>
/// <param name="Change">Forecast of T(t+h) − T(t); NaN when T(t) is needed for it and not known.</param>
/// <param name="Level">Forecast of T(t+h); NaN when T(t) is needed for it and not known.</param>
public readonly record struct PointForecast(double Label, double Change, double Level)
{
    /// <summary>Nothing is known.</summary>
    public static readonly PointForecast None = new(double.NaN, double.NaN, double.NaN);

    /// <summary>Completes a predicted label with T(t), which may be NaN.</summary>
    public static PointForecast Of(double label, double current, TargetMode mode) => mode switch
    {
        TargetMode.Change => new PointForecast(label, label, current + label),
        TargetMode.Return => new PointForecast(label, label * current, current * (1 + label)),
        _ => new PointForecast(label, label - current, label),
    };
}
