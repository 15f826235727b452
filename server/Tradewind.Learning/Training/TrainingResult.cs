using System.Collections.Immutable;

namespace Tradewind.Learning.Training;

/// <summary>Result of a training run; owns the models in it.</summary>
/// <param name="Horizons">One result per horizon, in the order asked for.</param>
/// <param name="Lineage">Where it comes from.</param>
public sealed record TrainingResult(ImmutableArray<HorizonResult> Horizons, Lineage Lineage) : IDisposable
{
    /// <summary>Warnings of all horizons, each once.</summary>
    public ImmutableArray<string> Warnings => [.. Horizons.SelectMany(horizon => horizon.Warnings).Distinct(StringComparer.Ordinal)];

    /// <summary>Frees the models.</summary>
    public void Dispose()
    {
        foreach (HorizonResult horizon in Horizons)
        {
            horizon.Model.Dispose();
        }
    }
}
