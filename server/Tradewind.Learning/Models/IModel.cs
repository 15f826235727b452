using System.Collections.Immutable;
using Tradewind.Learning.Supervised;

namespace Tradewind.Learning.Models;

/// <summary>A configured model that can be fitted any number of times; it holds no state of a fit and may be shared between threads.</summary>
public interface IModel
{
    /// <summary>Key in the <see cref="ModelCatalogue"/>.</summary>
    string Key { get; }

    /// <summary>Name and version of the code that fits it, e.g. <c>xgboost 1.7.4</c>; part of the lineage.</summary>
    string Library { get; }

    /// <summary>All parameters with the values in force, in ordinal name order.</summary>
    ImmutableSortedDictionary<string, double> Parameters { get; }

    /// <summary>Fits the model. The same samples and parameters give the same predictions, bit for bit, on the same machine.</summary>
    /// <param name="train">At least one row and one feature.</param>
    /// <param name="cancellation">Looked at as often as the method allows (a boosted tree at a time).</param>
    /// <exception cref="OperationCanceledException"><paramref name="cancellation"/> was cancelled.</exception>
    ITrainedModel Fit(Samples train, CancellationToken cancellation = default);
}
