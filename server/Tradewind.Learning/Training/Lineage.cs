using System.Collections.Immutable;
using Tradewind.Domain.Market;
using Tradewind.Learning.Models;

namespace Tradewind.Learning.Training;

/// <summary>Where a result comes from: the same lineage gives the same result, bit for bit, on the same machine.</summary>
/// <param name="FrameHash">SHA-256 of the frame.</param>
/// <param name="SpecHash">SHA-256 of the specification with all defaults filled in.</param>
/// <param name="Library">Name and version of the code that fits the model.</param>
/// <param name="Seed">Seed of everything that draws.</param>
public sealed record Lineage(string FrameHash, string SpecHash, string Library, int Seed)
{
    // Raised when a change of this module changes results.
    private const string LearningVersion = "tradewind-learning 1";

    /// <summary>SHA-256 of all of it.</summary>
    public string Hash
    {
        get
        {
            using ContentHash hash = new();
            return hash.Add(LearningVersion).Add(FrameHash).Add(SpecHash).Add(Library).Add(Seed).Finish();
        }
    }

    internal static Lineage Of(Frame frame, TrainingSpec spec, IModel model)
    {
        using ContentHash hash = new();
        hash.Add(spec.Target).Add((int)spec.Mode).Add(spec.MaxMissingShare).Add(spec.TestSize).Add(spec.CrossValidationFolds)
            .Add(spec.WalkForward.Folds).Add(spec.WalkForward.TrainWindow ?? 0).Add(model.Key);
        AddAll(hash, spec.Horizons);
        AddAll(hash, spec.Lags);
        AddAll(hash, spec.Features);
        foreach ((string name, double value) in model.Parameters)
        {
            hash.Add(name).Add(value);
        }

        hash.Add(spec.Pruning?.Threshold ?? 0);
        AddAll(hash, spec.Pruning?.Priority);
        return new Lineage(frame.ComputeHash(), hash.Finish(), model.Library, spec.Seed);
    }

    private static void AddAll(ContentHash hash, ImmutableArray<int> values)
    {
        hash.Add((long)values.Length);
        foreach (int value in values)
        {
            hash.Add((long)value);
        }
    }

    private static void AddAll(ContentHash hash, ImmutableArray<string>? values)
    {
        // No list and an empty list mean different things.
        hash.Add(values?.Length ?? -1L);
        foreach (string value in values ?? [])
        {
            hash.Add(value);
        }
    }
}
