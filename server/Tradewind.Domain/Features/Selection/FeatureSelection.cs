using System.Collections.Immutable;
using System.Globalization;
using Tradewind.Domain.Errors;
using Tradewind.Domain.Market;

namespace Tradewind.Domain.Features;

/// <summary>
/// Thins out the engineered columns of a result for someone who looks at them. It judges by all rows, so that what it keeps knows the
/// whole sample: a model must choose its features on its training rows, by the same <see cref="CorrelationPruning"/>, instead.
/// </summary>
public static class FeatureSelection
{
    /// <summary>Leaves columns out.</summary>
    /// <returns>The result without them, with a warning where correlations decided; and what was left out, the missing ones first.</returns>
    /// <exception cref="InvalidInputException">Field <c>maximum_missing_share</c> or <c>pruning.threshold</c> is out of range.</exception>
    public static (FeatureResult Result, ImmutableArray<LeftOutFeature> LeftOut) Apply(FeatureResult result, FeatureSelectionSpec spec)
    {
        if (spec.MaximumMissingShare is { } largest && !(largest is >= 0 and <= 1))
        {
            throw new InvalidInputException(
                "SELECTION_INVALID", "maximum_missing_share", string.Create(CultureInfo.InvariantCulture, $"must be from 0 to 1, was {largest}."));
        }

        double[] missing = [.. result.Engineered.Select(column => MissingShare(column.Values.Span))];
        int[] kept = [.. Enumerable.Range(0, missing.Length).Where(i => missing[i] <= (spec.MaximumMissingShare ?? 1))];
        List<LeftOutFeature> leftOut =
            [.. Enumerable.Range(0, missing.Length).Except(kept).Select(i => new LeftOutFeature(result.Engineered[i].Name, missing[i]))];
        if (spec.Pruning is null)
        {
            return (result.Keep(kept, []), [.. leftOut]);
        }

        // An empty column has no correlation, and would leave no row for the others.
        int[] judged = [.. kept.Where(i => missing[i] < 1)];
        (ImmutableArray<int> chosen, ImmutableArray<PrunedFeature> pruned) = Prune(result, spec.Pruning, judged);
        leftOut.AddRange(pruned.Select(feature => new LeftOutFeature(
            feature.Name,
            missing[judged.First(i => result.Engineered[i].Name == feature.Name)],
            feature.BecauseOf,
            double.IsNaN(feature.Correlation) ? null : feature.Correlation)));
        string warning =
            $"{pruned.Length} features were left out by their correlations over all rows. Do not train on the rest: a training prunes on its own rows.";
        int[] final = [.. kept.Where(i => missing[i] == 1 || chosen.Contains(i))];
        return (result.Keep(final, pruned.IsEmpty ? [] : [warning]), [.. leftOut]);
    }

    private static (ImmutableArray<int> Chosen, ImmutableArray<PrunedFeature> Pruned) Prune(FeatureResult result, CorrelationPruningSpec spec, int[] judged)
    {
        FrameColumn[] columns = [.. judged.Select(i => result.Engineered[i])];
        CorrelationPruning pruning = new(spec, [.. columns.Select(column => column.Name)], [.. columns.Select(_ => false)]);
        int[] rows = [.. Enumerable.Range(0, result.Frame.RowCount).Where(row => Array.TrueForAll(columns, column => !double.IsNaN(column.Values.Span[row])))];
        if (rows.Length < 2 || columns.Length == 0)
        {
            return ([.. judged], []);
        }

        (ImmutableArray<int> kept, ImmutableArray<PrunedFeature> pruned) =
            pruning.Fit(column => [.. rows.Select(row => columns[column].Values.Span[row])]);
        return ([.. kept.Select(i => judged[i])], pruned);
    }

    private static double MissingShare(ReadOnlySpan<double> values)
    {
        int missing = 0;
        foreach (double value in values)
        {
            missing += double.IsNaN(value) ? 1 : 0;
        }

        return values.IsEmpty ? 0 : (double)missing / values.Length;
    }
}
