using System.Collections.Immutable;
using Tradewind.Domain.Errors;

namespace Tradewind.Domain.Features;

/// <summary>Leaves out features that nearly equal another one on the training rows, and those that do not vary there.</summary>
public sealed class CorrelationPruning
{
    private readonly ImmutableArray<string> _names;
    private readonly ImmutableArray<int> _walk;
    private readonly double _threshold;

    /// <summary>Fixes the order in which features are considered.</summary>
    /// <param name="spec">Threshold and preferences.</param>
    /// <param name="names">Features in matrix order.</param>
    /// <param name="raw">For each, whether it is a raw field, which wins over an engineered one.</param>
    /// <exception cref="InvalidInputException">The threshold is out of range.</exception>
    public CorrelationPruning(CorrelationPruningSpec spec, ImmutableArray<string> names, ImmutableArray<bool> raw)
    {
        if (!(spec.Threshold is > 0 and <= 1))
        {
            throw new InvalidInputException(
                "PRUNING_INVALID", "pruning.threshold", FormattableString.Invariant($"must be above 0 and at most 1, was {spec.Threshold}"));
        }

        (_names, _threshold) = (names, spec.Threshold);
        _walk =
        [
            .. Enumerable.Range(0, names.Length)
                .OrderBy(i => spec.Priority.Contains(names[i]) ? spec.Priority.IndexOf(names[i]) : int.MaxValue)
                .ThenBy(i => raw[i] ? 0 : 1)
                .ThenBy(i => names[i], StringComparer.Ordinal),
        ];
    }

    /// <summary>Chooses features on training rows.</summary>
    /// <param name="copyColumn">Gives a copy of a column's training rows, complete and all of one length, at least 1.</param>
    /// <returns>Kept columns in ascending order, at least one, and what was left out in the order considered.</returns>
    public (ImmutableArray<int> Kept, ImmutableArray<PrunedFeature> Pruned) Fit(Func<int, double[]> copyColumn)
    {
        List<(int Column, double[] Unit)> kept = [];
        ImmutableArray<PrunedFeature>.Builder pruned = ImmutableArray.CreateBuilder<PrunedFeature>();
        foreach (int column in _walk)
        {
            double[]? unit = UnitVector(copyColumn(column));
            if (unit is null)
            {
                pruned.Add(new PrunedFeature(_names[column], BecauseOf: null, double.NaN));
                continue;
            }

            bool near = false;
            foreach ((int other, double[] otherUnit) in kept)
            {
                double correlation = Dot(unit, otherUnit);
                if (Math.Abs(correlation) > _threshold)
                {
                    pruned.Add(new PrunedFeature(_names[column], _names[other], correlation));
                    near = true;
                    break;
                }
            }

            if (!near)
            {
                kept.Add((column, unit));
            }
        }

        // A model needs a column; where none varies (a training block of one row) any of them teaches just the mean.
        ImmutableArray<int> columns = kept.Count > 0 ? [.. kept.Select(k => k.Column).Order()] : [_walk[0]];
        return (columns, pruned.ToImmutable());
    }

    // Centred and scaled to length 1, so that a dot product of two is their correlation; null for a constant column.
    private static double[]? UnitVector(double[] values)
    {
        if (!values.AsSpan().ContainsAnyExcept(values[0]))
        {
            return null;
        }

        double mean = values.Average();
        for (int i = 0; i < values.Length; i++)
        {
            values[i] -= mean;
        }

        double length = Math.Sqrt(Dot(values, values));
        if (length == 0)
        {
            return null;
        }

        for (int i = 0; i < values.Length; i++)
        {
            values[i] /= length;
        }

        return values;
    }

    private static double Dot(double[] a, double[] b)
    {
        double sum = 0;
        for (int i = 0; i < a.Length; i++)
        {
            sum += a[i] * b[i];
        }

        return sum;
    }
}
