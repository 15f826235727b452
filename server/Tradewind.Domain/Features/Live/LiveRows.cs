using System.Collections.Immutable;
using Tradewind.Domain.Market;

namespace Tradewind.Domain.Features;

/// <summary>
/// Puts values that come one at a time together into rows, and fills their gaps as an alignment of stored series does: fed the same values, the
/// rows are those of the aligned frame. A row ends when everything that was known by its information time has come; what comes for it
/// afterwards is refused, since the row has been used. Not safe for concurrent use.
/// </summary>
public sealed class LiveRows
{
    private readonly Timeframe _timeframe;
    private readonly ImmutableArray<LiveColumn> _columns;
    private readonly SortedDictionary<long, double[]> _open = [];
    private readonly double[] _carried;
    private readonly long[] _knownTimes;
    private readonly int[] _gaps;

    /// <summary>Creates rows without any value.</summary>
    /// <param name="timeframe">Length of a row.</param>
    /// <param name="columns">Columns with how long their values are carried.</param>
    public LiveRows(Timeframe timeframe, ImmutableArray<LiveColumn> columns)
    {
        (_timeframe, _columns) = (timeframe, columns);
        (_carried, _knownTimes, _gaps) = (new double[columns.Length], new long[columns.Length], new int[columns.Length]);
        _carried.AsSpan().Fill(double.NaN);
    }

    /// <summary>Label of the last row that was taken; the smallest value before the first.</summary>
    public long LastLabel { get; private set; } = long.MinValue;

    /// <summary>Label of the row in which a value that becomes known at a time stands.</summary>
    public long LabelOf(long knownTime) => _timeframe.Start(knownTime - 1);

    /// <summary>Sets values of a row that has not been taken; those that come later replace them.</summary>
    /// <param name="label">Label of the row.</param>
    /// <param name="column">First column.</param>
    /// <param name="values">Values of it and those after it; NaN is none.</param>
    /// <returns>False when the row has been taken: nothing was changed.</returns>
    public bool TrySet(long label, int column, params ReadOnlySpan<double> values)
    {
        if (label <= LastLabel)
        {
            return false;
        }

        if (!_open.TryGetValue(label, out double[]? row))
        {
            _open[label] = row = NewRow();
        }

        values.CopyTo(row.AsSpan(column));
        return true;
    }

    /// <summary>Notes a value that brings no row of its own: it stands in rows that end at its time or later.</summary>
    /// <param name="column">A column with a time limit.</param>
    /// <param name="knownTime">When it became known; not before that of earlier values.</param>
    /// <param name="value">The value.</param>
    public void Note(int column, long knownTime, double value) => (_carried[column], _knownTimes[column]) = (value, knownTime);

    /// <summary>Takes the first row that ends at a time or before it; its gaps are filled.</summary>
    /// <param name="time">Everything known by then has come.</param>
    /// <param name="label">Label of the row.</param>
    /// <param name="own">The values that came; NaN where none did.</param>
    /// <param name="filled">The same with gaps filled.</param>
    /// <returns>False where no row has ended.</returns>
    public bool TryTake(long time, out long label, out ReadOnlySpan<double> own, out ReadOnlySpan<double> filled)
    {
        label = 0;
        own = filled = default;
        if (_open.Count == 0)
        {
            return false;
        }

        (label, double[] values) = _open.First();
        if (_timeframe.End(label) > time)
        {
            return false;
        }

        _open.Remove(label);
        LastLabel = label;
        double[] row = [.. values];
        for (int i = 0; i < row.Length; i++)
        {
            row[i] = Carry(i, label, row[i], ref _gaps[i]);
            if (_columns[i].Time is null && !double.IsNaN(values[i]))
            {
                _carried[i] = values[i];
            }
        }

        own = values;
        filled = row;
        return true;
    }

    /// <summary>The row as it would be if it ended now: what came for it, what is given, the gaps filled. Changes nothing.</summary>
    /// <param name="label">A row that has not been taken.</param>
    /// <param name="values">Values of columns under way; NaN is none.</param>
    public double[] Peek(long label, ReadOnlySpan<double> values)
    {
        double[] row = _open.TryGetValue(label, out double[]? open) ? [.. open] : NewRow();
        for (int i = 0; i < row.Length; i++)
        {
            int gap = _gaps[i];
            row[i] = Carry(i, label, double.IsNaN(values[i]) ? row[i] : values[i], ref gap);
        }

        return row;
    }

    private double Carry(int column, long label, double value, ref int gap)
    {
        if (_columns[column].Time is { } limit)
        {
            bool landsHere = _knownTimes[column] > label;
            return !landsHere && _timeframe.End(label) - _knownTimes[column] > limit ? double.NaN : _carried[column];
        }

        if (!double.IsNaN(value))
        {
            gap = 0;
            return value;
        }

        // A value is carried into the first rows of a gap only.
        return gap++ < _columns[column].Rows ? _carried[column] : double.NaN;
    }

    private double[] NewRow()
    {
        double[] row = new double[_columns.Length];
        row.AsSpan().Fill(double.NaN);
        return row;
    }
}
