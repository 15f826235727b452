using System.Collections.Immutable;
using Tradewind.Domain.Errors;
using Tradewind.Domain.Market;

namespace Tradewind.Domain.Features;

/// <summary>Raw and engineered columns of a frame with what there is to say about them.</summary>
public sealed class FeatureResult
{
    internal FeatureResult(
        Frame frame, int rawColumnCount, ImmutableArray<string> emptyColumns, ImmutableArray<string> warnings, int longestWarmUp, string hash)
    {
        (Frame, RawColumnCount, EmptyColumns, LongestWarmUp, FeatureSetHash) = (frame, rawColumnCount, emptyColumns, longestWarmUp, hash);
        Warnings = emptyColumns.IsEmpty
            ? warnings
            : warnings.Add($"Columns without any value, dropped from complete rows: {string.Join(", ", emptyColumns)}.");
    }

    /// <summary>All columns, raw ones first, and all rows; NaN where a value is not known yet.</summary>
    public Frame Frame { get; }

    /// <summary>Number of raw columns at the front of <see cref="Frame"/>.</summary>
    public int RawColumnCount { get; }

    /// <summary>The engineered columns, in their fixed order.</summary>
    public ImmutableArray<FrameColumn> Engineered => Frame.Columns[RawColumnCount..];

    /// <summary>Names of columns that are NaN in every row; <see cref="CompleteRows"/> drops them.</summary>
    public ImmutableArray<string> EmptyColumns { get; }

    /// <summary>What was skipped, failed or needs care, in the order of the columns.</summary>
    public ImmutableArray<string> Warnings { get; }

    /// <summary>Largest first valid row of an engineered column, 0-based; fewer rows than this cannot fill every column.</summary>
    public int LongestWarmUp { get; }

    /// <summary>Hash of the feature set (parameters and version of the formulas); with the data's revision it names these values.</summary>
    public string FeatureSetHash { get; }

    /// <summary>Drops columns without any value, then every row with a missing one.</summary>
    /// <exception cref="PreconditionException">No row is left.</exception>
    public Frame CompleteRows()
    {
        FrameColumn[] columns = [.. Frame.Columns.Where(column => !EmptyColumns.Contains(column.Name))];
        bool[] incomplete = new bool[Frame.RowCount];
        foreach (FrameColumn column in columns)
        {
            ReadOnlySpan<double> values = column.Values.Span;
            for (int row = 0; row < incomplete.Length; row++)
            {
                incomplete[row] |= double.IsNaN(values[row]);
            }
        }

        int[] rows = [.. Enumerable.Range(0, incomplete.Length).Where(row => !incomplete[row])];
        if (rows.Length == 0)
        {
            throw new PreconditionException(
                "NO_COMPLETE_ROWS",
                $"No row has a value in every column: {Frame.RowCount} input rows, {columns.Length} columns, longest warm-up {LongestWarmUp} rows. "
                + "Load a longer history, shorten the windows or leave out columns with gaps.");
        }

        long[] times = [.. rows.Select(row => Frame.Times.Span[row])];
        return new Frame(times, Frame.Timeframe, Frame.EveryDay, columns.Select(column => column with { Values = Pick(column.Values.Span, rows) }));
    }

    /// <summary>Statistics of every column of <see cref="Frame"/>, in its order.</summary>
    public ImmutableArray<ColumnSummary> Summarize() => [.. Frame.Columns.Select(column => ColumnSummary.Of(column.Name, column.Values.Span))];

    private static double[] Pick(ReadOnlySpan<double> values, int[] rows)
    {
        double[] picked = new double[rows.Length];
        for (int i = 0; i < rows.Length; i++)
        {
            picked[i] = values[rows[i]];
        }

        return picked;
    }
}
