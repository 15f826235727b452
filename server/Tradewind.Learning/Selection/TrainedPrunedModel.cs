using System.Collections.Immutable;
using Tradewind.Domain.Features;
using Tradewind.Learning.Models;
using Tradewind.Learning.Supervised;

namespace Tradewind.Learning.Selection;

/// <summary>Shows a model fitted on some columns the columns it knows.</summary>
/// <param name="inner">Model of the kept columns, disposed with this.</param>
/// <param name="kept">Kept columns in matrix order.</param>
/// <param name="featureCount">Columns before the choice.</param>
/// <param name="pruned">What was left out and why; empty for a restored model.</param>
public sealed class TrainedPrunedModel(ITrainedModel inner, ImmutableArray<int> kept, int featureCount, ImmutableArray<PrunedFeature> pruned) : ITrainedModel
{
    /// <inheritdoc />
    public int FeatureCount => featureCount;

    /// <summary>Kept columns in matrix order.</summary>
    public ImmutableArray<int> Kept => kept;

    /// <summary>What was left out and why.</summary>
    public ImmutableArray<PrunedFeature> Pruned => pruned;

    /// <inheritdoc />
    public void Predict(FeatureMatrix rows, ReadOnlySpan<double> current, Span<double> predictions) =>
        inner.Predict(rows.Select(kept.AsSpan()), current, predictions);

    /// <inheritdoc />
    /// <remarks>A feature left out has share 0.</remarks>
    public double[] FeatureImportance(Samples train)
    {
        double[] ofKept = inner.FeatureImportance(train with { Features = train.Features.Select(kept.AsSpan()) });
        double[] importance = new double[featureCount];
        for (int i = 0; i < ofKept.Length; i++)
        {
            importance[kept[i]] = ofKept[i];
        }

        return importance;
    }

    /// <inheritdoc />
    /// <remarks>Bytes of the inner model; the kept columns are metadata of whoever stores it.</remarks>
    public byte[] Save() => inner.Save();

    /// <inheritdoc />
    public void Dispose() => inner.Dispose();
}
