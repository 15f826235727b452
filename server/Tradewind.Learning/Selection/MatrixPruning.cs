using System.Collections.Immutable;
using Tradewind.Domain.Features;
using Tradewind.Learning.Supervised;

namespace Tradewind.Learning.Selection;

/// <summary>The pruning of correlated features on the rows of a matrix.</summary>
public static class MatrixPruning
{
    /// <summary>Chooses features on training rows.</summary>
    /// <returns>Kept columns in matrix order, at least one, and what was left out in the order considered.</returns>
    public static (ImmutableArray<int> Kept, ImmutableArray<PrunedFeature> Pruned) Fit(this CorrelationPruning pruning, FeatureMatrix train)
    {
        ArgumentNullException.ThrowIfNull(pruning);
        return pruning.Fit(train.Column);
    }
}
