using System.Collections.Immutable;
using Tradewind.Learning.Supervised;

namespace Tradewind.Learning.Models;

/// <summary>Predicts no change: 0 for a change or return, T(t) for a level.</summary>
public sealed class RandomWalkModel : IModel
{
    internal RandomWalkModel(IReadOnlyDictionary<string, double> parameters) => new ParameterReader(Key, [], parameters).Finish();

    /// <inheritdoc />
    public string Key => "RandomWalk";

    /// <inheritdoc />
    public string Library => "tradewind 1";

    /// <inheritdoc />
    public ImmutableSortedDictionary<string, double> Parameters => ImmutableSortedDictionary<string, double>.Empty;

    /// <inheritdoc />
    public ITrainedModel Fit(Samples train, CancellationToken cancellation = default) => new TrainedRandomWalk(train.Features.ColumnCount, train.Mode);
}
