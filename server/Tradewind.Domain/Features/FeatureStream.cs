using System.Collections.Immutable;
using Tradewind.Domain.Errors;
using Tradewind.Domain.Market;

namespace Tradewind.Domain.Features;

/// <summary>
/// Computes features one aligned row at a time, for live data. Runs the nodes of <see cref="FeaturePipeline"/>: fed the rows of a frame from
/// its first, it gives the engineered columns of that frame bit for bit. Not safe for concurrent use.
/// </summary>
public sealed class FeatureStream
{
    private readonly Step[] _steps;
    // The raw columns, then what nodes may read of the label.
    private readonly double[] _row;
    private readonly double[] _values;
    private readonly List<string> _warnings;

    /// <summary>Creates a stream.</summary>
    /// <param name="schema">A frame with the columns (and calendar) rows will have; its values are not read, it may have no rows.</param>
    /// <param name="spec">What to make.</param>
    /// <exception cref="InvalidInputException">A parameter is wrong or a named column is missing; all are listed.</exception>
    public FeatureStream(Frame schema, FeatureSetSpec spec)
        : this(FeaturePlan.Build(schema, spec))
    {
    }

    internal FeatureStream(FeaturePlan plan)
    {
        Columns = [.. plan.Frame.Columns.Select(column => column.Name)];
        Features = [.. plan.Nodes.SelectMany(node => node.Outputs).Select(output => output.Name)];
        FirstValidRows = [.. plan.Nodes.SelectMany(node => node.Outputs).Select(output => output.FirstValid)];
        FeatureSetHash = plan.Spec.ComputeHash();
        _warnings = [.. plan.Warnings];
        Categories = [.. plan.Categories];
        _row = new double[Columns.Length + TimeInputs.Count];
        NeedsTime = plan.Nodes.Any(node => node.Inputs.Any(name => TimeInputs.PlaceOf(name) >= 0));
        _values = new double[Features.Length];
        _steps = new Step[plan.Nodes.Count];
        int offset = 0;
        for (int i = 0; i < _steps.Length; i++)
        {
            FeatureNode node = plan.Nodes[i];
            node.Bind([.. node.Inputs.Select(name => TimeInputs.PlaceOf(name) is >= 0 and int place ? Columns.Length + place : Columns.IndexOf(name))]);
            _steps[i] = new Step { Node = node, Start = offset, Count = node.Outputs.Length };
            offset += node.Outputs.Length;
        }
    }

    /// <summary>Raw columns, in the order <see cref="Update(long, ReadOnlySpan{double})"/> takes their values.</summary>
    public ImmutableArray<string> Columns { get; }

    /// <summary>Features, in the order <see cref="Update(long, ReadOnlySpan{double})"/> returns them.</summary>
    public ImmutableArray<string> Features { get; }

    /// <summary>Of each feature the first row (0-based) at which complete inputs make it defined.</summary>
    public ImmutableArray<int> FirstValidRows { get; }

    /// <summary>Of each feature what importance reports group it under, as in <see cref="FeatureResult.Categories"/>.</summary>
    public ImmutableArray<string> Categories { get; }

    /// <summary>True when a feature is made of the row's date or time; then rows come with their time.</summary>
    public bool NeedsTime { get; }

    /// <summary>Hash of the feature set, as in <see cref="FeatureResult.FeatureSetHash"/>.</summary>
    public string FeatureSetHash { get; }

    /// <summary>Rows taken so far.</summary>
    public long RowCount { get; private set; }

    /// <summary>What was skipped or failed so far.</summary>
    public IReadOnlyList<string> Warnings => _warnings;

    /// <summary>Takes the next row and returns the features there.</summary>
    /// <param name="time">Label of the row, UNIX nanoseconds UTC.</param>
    /// <param name="row">One value for each of <see cref="Columns"/>, NaN where missing.</param>
    /// <returns>One value for each of <see cref="Features"/>, NaN where undefined; overwritten by the next call.</returns>
    /// <exception cref="ArgumentException">The row has another number of values.</exception>
    public ReadOnlySpan<double> Update(long time, ReadOnlySpan<double> row)
    {
        for (int place = 0; place < TimeInputs.Count; place++)
        {
            _row[Columns.Length + place] = TimeInputs.Of(time, place);
        }

        return Take(row);
    }

    /// <summary>Takes the next row of features that need no time, and returns the features there.</summary>
    /// <param name="row">One value for each of <see cref="Columns"/>, NaN where missing.</param>
    /// <returns>One value for each of <see cref="Features"/>, NaN where undefined; overwritten by the next call.</returns>
    /// <exception cref="ArgumentException">The row has another number of values.</exception>
    /// <exception cref="InvalidOperationException"><see cref="NeedsTime"/>.</exception>
    public ReadOnlySpan<double> Update(ReadOnlySpan<double> row) => NeedsTime
        ? throw new InvalidOperationException("Calendar features need the row's time: call Update(time, row).")
        : Take(row);

    /// <summary>A stream that goes on from here by itself: what it takes changes nothing here. For rows that are under way.</summary>
    public FeatureStream Fork() => StateCopy.Of(this);

    private ReadOnlySpan<double> Take(ReadOnlySpan<double> row)
    {
        if (row.Length != Columns.Length)
        {
            throw new ArgumentException($"A row needs {Columns.Length} values, got {row.Length}.", nameof(row));
        }

        row.CopyTo(_row);
        foreach (ref Step step in _steps.AsSpan())
        {
            Update(ref step);
        }

        RowCount++;
        return _values;
    }

    private void Update(ref Step step)
    {
        if (step.Failed)
        {
            return;
        }

        Span<double> outputs = _values.AsSpan(step.Start, step.Count);
        try
        {
            step.Node.Update(_row, outputs);
        }
        catch (Exception error) when (error is not OperationCanceledException)
        {
            step.Failed = true;
            _warnings.Add(FeaturePipeline.FailureOf(step.Node, error));
            outputs.Fill(double.NaN);
        }
    }

    // A struct, and no memory of its own: with many streams the time of an update is that of the cache lines it touches.
    private struct Step
    {
        public required FeatureNode Node { get; init; }

        public required int Start { get; init; }

        public required int Count { get; init; }

        public bool Failed { get; set; }
    }
}
