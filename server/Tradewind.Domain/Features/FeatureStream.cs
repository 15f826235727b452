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
    private readonly List<Step> _steps = [];
    private readonly double[][] _inputs;
    private readonly double[] _day = new double[1];
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
        _inputs = [.. Columns.Select(_ => new double[1])];
        NeedsTime = plan.Nodes.Any(node => node.Inputs.Contains(FeatureNode.DayInput));
        _values = new double[Features.Length];
        int offset = 0;
        foreach (FeatureNode node in plan.Nodes)
        {
            ReadOnlyMemory<double>[] inputs = [.. node.Inputs.Select(name => (ReadOnlyMemory<double>)(name == FeatureNode.DayInput ? _day : _inputs[Columns.IndexOf(name)]))];
            Memory<double>[] outputs = [.. Enumerable.Range(offset, node.Outputs.Length).Select(i => _values.AsMemory(i, 1))];
            _steps.Add(new Step(node, inputs, outputs));
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

    /// <summary>True when a feature is made of the row's date; then rows come with their time.</summary>
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
        _day[0] = FeaturePipeline.DayOf(time);
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

    private ReadOnlySpan<double> Take(ReadOnlySpan<double> row)
    {
        if (row.Length != _inputs.Length)
        {
            throw new ArgumentException($"A row needs {_inputs.Length} values, got {row.Length}.", nameof(row));
        }

        for (int i = 0; i < row.Length; i++)
        {
            _inputs[i][0] = row[i];
        }

        foreach (Step step in _steps)
        {
            Advance(step);
        }

        RowCount++;
        return _values;
    }

    private void Advance(Step step)
    {
        if (step.Failed)
        {
            return;
        }

        try
        {
            step.Node.Advance(step.Inputs, step.Outputs, 0, 1);
        }
        catch (Exception error) when (error is not OperationCanceledException)
        {
            step.Failed = true;
            _warnings.Add(FeaturePipeline.FailureOf(step.Node, error));
            foreach (Memory<double> output in step.Outputs)
            {
                output.Span.Fill(double.NaN);
            }
        }
    }

    private sealed class Step(FeatureNode node, ReadOnlyMemory<double>[] inputs, Memory<double>[] outputs)
    {
        public FeatureNode Node => node;

        public ReadOnlyMemory<double>[] Inputs => inputs;

        public Memory<double>[] Outputs => outputs;

        public bool Failed { get; set; }
    }
}
