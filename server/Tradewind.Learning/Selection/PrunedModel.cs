using System.Collections.Immutable;
using Tradewind.Domain.Features;
using Tradewind.Learning.Models;
using Tradewind.Learning.Supervised;

namespace Tradewind.Learning.Selection;

/// <summary>A model that chooses its features on the rows it is fitted on, so that no fold's choice sees the fold's test rows.</summary>
/// <param name="inner">Model fitted on the features kept.</param>
/// <param name="pruning">How features are chosen.</param>
public sealed class PrunedModel(IModel inner, CorrelationPruning pruning) : IModel
{
    /// <inheritdoc />
    public string Key => inner.Key;

    /// <inheritdoc />
    public string Library => inner.Library;

    /// <inheritdoc />
    public ImmutableSortedDictionary<string, double> Parameters => inner.Parameters;

    /// <inheritdoc />
    public ITrainedModel Fit(Samples train, CancellationToken cancellation = default)
    {
        (ImmutableArray<int> kept, ImmutableArray<PrunedFeature> pruned) = pruning.Fit(train.Features);
        Samples selected = train with { Features = train.Features.Select(kept.AsSpan()) };
        return new TrainedPrunedModel(inner.Fit(selected, cancellation), kept, train.Features.ColumnCount, pruned);
    }
}
