using Tradewind.Learning.Supervised;

namespace Tradewind.Learning.Models;

/// <summary>A fitted model. Immutable; predictions may be asked for from several threads.</summary>
public interface ITrainedModel : IDisposable
{
    /// <summary>Number of features p it was fitted on.</summary>
    int FeatureCount { get; }

    /// <summary>Predicts labels.</summary>
    /// <param name="rows">Shape [n, p].</param>
    /// <param name="current">Shape [n]: T(t); only the random walk on levels reads it, NaN will do for the others.</param>
    /// <param name="predictions">Shape [n]: filled with forecasts of y(t).</param>
    void Predict(FeatureMatrix rows, ReadOnlySpan<double> current, Span<double> predictions);

    /// <summary>
    /// Share of each feature in what the model learned: gain of its splits for trees, permutation importance otherwise. Shape [p], sum 1;
    /// all 0 when the model uses no feature.
    /// </summary>
    /// <param name="train">The rows it was fitted on.</param>
    double[] FeatureImportance(Samples train);

    /// <summary>What <see cref="ModelCatalogue.Load"/> needs to restore it with bit-equal predictions.</summary>
    byte[] Save();
}
