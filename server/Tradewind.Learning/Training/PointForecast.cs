using Tradewind.Learning.Supervised;

namespace Tradewind.Learning.Training;

/// <summary>One forecast as change and as level.</summary>
/// <param name="Change">Forecast of T(t+h) − T(t); NaN from a model of levels when T(t) is not known.</param>
/// <param name="Level">Forecast of T(t+h); NaN from a model of changes when T(t) is not known.</param>
public readonly record struct PointForecast(double Change, double Level)
{
    /// <summary>Completes a predicted label with T(t), which may be NaN.</summary>
    public static PointForecast Of(double label, double current, TargetMode mode) =>
        mode == TargetMode.Change ? new PointForecast(label, current + label) : new PointForecast(label - current, label);
}
