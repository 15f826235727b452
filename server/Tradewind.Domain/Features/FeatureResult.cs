using System.Collections.Immutable;
using Tradewind.Domain.Errors;
using Tradewind.Domain.Market;

namespace Tradewind.Domain.Features;

/// <summary>Raw and engineered columns of a frame with what there is to say about them.</summary>
public sealed class FeatureResult
{
    // Without the last one, which is made of the empty columns.
    private readonly ImmutableArray<string> _warnings;

    internal FeatureResult(
        Frame frame,
        int rawColumnCount,
        ImmutableArray<string> categories,
        ImmutableArray<string> emptyColumns,
        ImmutableArray<string> warnings,
        int longestWarmUp,
        int leastRows,
        string hash)
    {
        (Categories, LeastRows) = (categories, leastRows);
        (Frame, RawColumnCount, EmptyColumns, LongestWarmUp, FeatureSetHash) = (frame, rawColumnCount, emptyColumns, longestWarmUp, hash);
        _warnings = warnings;
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

    /// <summary>
    /// Of each of <see cref="Engineered"/> what importance reports group it under: one of the nine groups of machine-learning features
    /// (<c>Price</c>, <c>Moving Averages</c>, …), else the family (<c>technical</c>).
    /// </summary>
    public ImmutableArray<string> Categories { get; }

    /// <summary>Rows below which <see cref="CompleteRows"/> refuses, because a family needs them; 0 where none does.</summary>
    public int LeastRows { get; }

    /// <summary>Names of columns that are NaN in every row; <see cref="CompleteRows"/> drops them.</summary>
    public ImmutableArray<string> EmptyColumns { get; }

    /// <summary>What was skipped, failed or needs care, in the order of the columns.</summary>
    public ImmutableArray<string> Warnings { get; }

    /// <summary>Largest first valid row of an engineered column, 0-based; fewer rows than this cannot fill every column.</summary>
    public int LongestWarmUp { get; }

    /// <summary>Hash of the feature set (parameters and version of the formulas); with the data's revision it names these values.</summary>
    public string FeatureSetHash { get; }

    /// <summary>Drops columns without any value, then every row with a missing one.</summary>
    /// <exception cref="PreconditionException">No row is left, or there are fewer than <see cref="LeastRows"/>.</exception>
    public Frame CompleteRows()
    {
        // Without this the longest columns would go as empty ones, and rows of an incomplete set pass for complete.
        if (Frame.RowCount < LeastRows)
        {
            throw new PreconditionException("INSUFFICIENT_ROWS", Insufficient(Frame.RowCount, LeastRows));
        }

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

    /// <summary>The same result with some of its engineered columns, by their places, and further warnings.</summary>
    internal FeatureResult Keep(ReadOnlySpan<int> engineered, ImmutableArray<string> warnings)
    {
        FrameColumn[] columns = new FrameColumn[RawColumnCount + engineered.Length];
        string[] categories = new string[engineered.Length];
        Frame.Columns.AsSpan(0, RawColumnCount).CopyTo(columns);
        for (int i = 0; i < engineered.Length; i++)
        {
            (columns[RawColumnCount + i], categories[i]) = (Frame.Columns[RawColumnCount + engineered[i]], Categories[engineered[i]]);
        }

        Frame frame = new(Frame.Times, Frame.Timeframe, Frame.EveryDay, columns);
        return new FeatureResult(
            frame,
            RawColumnCount,
            [.. categories],
            [.. EmptyColumns.Where(name => frame.Find(name) is not null)],
            [.. _warnings, .. warnings],
            LongestWarmUp,
            LeastRows,
            FeatureSetHash);
    }

    /// <summary>Statistics of every column of <see cref="Frame"/>, in its order.</summary>
    public ImmutableArray<ColumnSummary> Summarize() => [.. Frame.Columns.Select(column => ColumnSummary.Of(column.Name, column.Values.Span))];

    internal static string Insufficient(int rows, int least) =>
        $"insufficient: {rows} < {least} rows, so that no row has every machine-learning feature. Load a longer history.";

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
