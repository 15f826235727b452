using System.Collections.Immutable;
using System.Globalization;
using Tradewind.Domain.Errors;
using Tradewind.Domain.Indicators;
using Tradewind.Domain.Market;

namespace Tradewind.Domain.Features;

/// <summary>
/// Makes the features of an aligned frame. A row uses rows up to itself only; <see cref="FeatureStream"/> gives the same values row by
/// row, bit for bit.
/// </summary>
public static class FeaturePipeline
{
    // Rows between two looks at the cancellation token.
    private const int Stride = 16_384;

    /// <summary>Computes a feature set.</summary>
    /// <param name="aligned">Raw columns on one calendar, filled as the request said.</param>
    /// <param name="spec">What to make.</param>
    /// <param name="cancellationToken">Stops between pieces of work.</param>
    /// <returns>Raw and engineered columns of every row, warm-up rows NaN; with warnings where a feature could not be made.</returns>
    /// <exception cref="InvalidInputException">A parameter is wrong or a named column is missing; all are listed.</exception>
    /// <exception cref="OperationCanceledException">The token was cancelled.</exception>
    public static FeatureResult Compute(Frame aligned, FeatureSetSpec spec, CancellationToken cancellationToken = default) =>
        Compute(aligned, spec, new FeatureComputeOptions(), cancellationToken);

    /// <summary>Computes a feature set with a bound on the threads.</summary>
    /// <param name="aligned">Raw columns on one calendar, filled as the request said.</param>
    /// <param name="spec">What to make.</param>
    /// <param name="options">How to compute it.</param>
    /// <param name="cancellationToken">Stops between pieces of work.</param>
    /// <returns>Raw and engineered columns of every row, warm-up rows NaN; with warnings where a feature could not be made.</returns>
    /// <exception cref="ArgumentOutOfRangeException">The number of threads is below 1.</exception>
    /// <exception cref="InvalidInputException">A parameter is wrong or a named column is missing; all are listed.</exception>
    /// <exception cref="OperationCanceledException">The token was cancelled.</exception>
    public static FeatureResult Compute(
        Frame aligned, FeatureSetSpec spec, FeatureComputeOptions options, CancellationToken cancellationToken = default) =>
        Compute(FeaturePlan.Build(aligned, spec), options, cancellationToken);

    internal static FeatureResult Compute(FeaturePlan plan, FeatureComputeOptions computing, CancellationToken cancellationToken)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(computing.MaximumThreads ?? 1, 1);
        Frame frame = plan.Frame;
        FeatureNode[] nodes = [.. plan.Nodes];
        FrameColumn[][] made = new FrameColumn[nodes.Length][];
        string?[] failures = new string?[nodes.Length];
        // Nodes share nothing, so the number of threads cannot change a value.
        ReadOnlyMemory<double>[] labels = TimeInputs.Columns(frame, nodes);
        ParallelOptions options = new() { CancellationToken = cancellationToken, MaxDegreeOfParallelism = computing.MaximumThreads ?? -1 };
        Parallel.For(0, nodes.Length, options, i => (made[i], failures[i]) = Run(nodes[i], frame, labels, cancellationToken));

        List<string> warnings = [.. plan.Warnings];
        for (int i = 0; i < nodes.Length; i++)
        {
            warnings.AddRange(new[] { failures[i], nodes[i].Notice }.OfType<string>());
        }

        warnings.AddRange(plan.RatioSpreads.Select(name => UnusableSpread(frame.Find(name)!)).OfType<string>());
        if (frame.RowCount < plan.LeastRows)
        {
            warnings.Add(FeatureResult.Insufficient(frame.RowCount, plan.LeastRows));
        }

        Frame result = new(frame.Times, frame.Timeframe, frame.EveryDay, frame.Columns.Concat(made.SelectMany(columns => columns)));
        ImmutableArray<string> empty =
            [.. result.Columns.Where(column => IsEmpty(column.Values.Span)).Select(column => column.Name)];
        int warmUp = nodes.SelectMany(node => node.Outputs).Select(output => output.FirstValid).DefaultIfEmpty(0).Max();
        ImmutableArray<string> categories = [.. CategoriesOf(plan, made)];
        return new FeatureResult(result, frame.Columns.Length, categories, empty, [.. warnings], warmUp, plan.LeastRows, plan.Spec.ComputeHash());
    }

    // A failed node has no columns, and so no categories.
    private static IEnumerable<string> CategoriesOf(FeaturePlan plan, FrameColumn[][] made)
    {
        int next = 0;
        for (int i = 0; i < made.Length; i++)
        {
            int count = plan.Nodes[i].Outputs.Length;
            if (made[i].Length > 0)
            {
                foreach (string category in plan.Categories.Skip(next).Take(count))
                {
                    yield return category;
                }
            }

            next += count;
        }
    }

    private static (FrameColumn[] Columns, string? Failure) Run(
        FeatureNode node, Frame frame, ReadOnlyMemory<double>[] labels, CancellationToken cancellationToken)
    {
        ReadOnlyMemory<double>[] inputs = [.. node.Inputs.Select(name => TimeInputs.PlaceOf(name) is >= 0 and int place ? labels[place] : frame.Find(name)!.Values)];
        // Every row is written below, or the columns are dropped.
        Memory<double>[] outputs = [.. node.Outputs.Select(_ => GC.AllocateUninitializedArray<double>(frame.RowCount).AsMemory())];
        try
        {
            for (int start = 0; start < frame.RowCount; start += Stride)
            {
                cancellationToken.ThrowIfCancellationRequested();
                node.Advance(inputs, outputs, start, Math.Min(frame.RowCount, start + Stride));
            }
        }
        catch (Exception error) when (error is not OperationCanceledException)
        {
            // One indicator may not take the rest down with it.
            return ([], FailureOf(node, error));
        }

        FrameColumn[] columns =
        [
            .. node.Outputs.Select((output, i) =>
                new FrameColumn(output.Name, "", AssetClass.Unspecified, "", FieldKind.Unknown, outputs[i])),
        ];
        return (columns, null);
    }

    internal static string FailureOf(FeatureNode node, Exception error) =>
        $"{string.Join(", ", node.Outputs.Select(output => output.Name))} could not be computed and was left out: {error.Message}";

    private static bool IsEmpty(ReadOnlySpan<double> values)
    {
        foreach (double value in values)
        {
            if (!double.IsNaN(value))
            {
                return false;
            }
        }

        return true;
    }

    private static string? UnusableSpread(FrameColumn column)
    {
        int rows = 0;
        foreach (double value in column.Values.Span)
        {
            rows += value <= Return.LeastSpread ? 1 : 0;
        }

        return rows == 0
            ? null
            : string.Create(
                CultureInfo.InvariantCulture,
                $"{column.Name} is not above 1e-6 in {rows} rows; its relative changes over them are missing. "
                + $"Scaled differences have no such gap.");
    }
}
