namespace Tradewind.Learning.Supervised;

/// <summary>Dense row-major table of features: shape [rows, columns]; consecutive rows are slices that share memory.</summary>
public sealed class FeatureMatrix
{
    private readonly ReadOnlyMemory<double> _values;

    /// <summary>Wraps values the caller no longer changes.</summary>
    /// <exception cref="ArgumentException">The number of values is not rows × columns.</exception>
    public FeatureMatrix(ReadOnlyMemory<double> values, int rowCount, int columnCount)
    {
        if (values.Length != (long)rowCount * columnCount)
        {
            throw new ArgumentException($"{values.Length} values do not fill {rowCount} rows of {columnCount} columns.", nameof(values));
        }

        (_values, RowCount, ColumnCount) = (values, rowCount, columnCount);
    }

    /// <summary>Number of rows.</summary>
    public int RowCount { get; }

    /// <summary>Number of columns.</summary>
    public int ColumnCount { get; }

    /// <summary>All values, row after row.</summary>
    public ReadOnlySpan<double> Values => _values.Span;

    /// <summary>One value.</summary>
    public double this[int row, int column] => _values.Span[(row * ColumnCount) + column];

    /// <summary>One row.</summary>
    public ReadOnlySpan<double> Row(int row) => _values.Span.Slice(row * ColumnCount, ColumnCount);

    /// <summary>Copy of one column.</summary>
    public double[] Column(int column)
    {
        double[] values = new double[RowCount];
        for (int row = 0; row < values.Length; row++)
        {
            values[row] = this[row, column];
        }

        return values;
    }

    /// <summary>Consecutive rows, sharing memory.</summary>
    public FeatureMatrix Slice(int start, int count) => new(_values.Slice(start * ColumnCount, count * ColumnCount), count, ColumnCount);

    /// <summary>Copy with the given columns, in the given order.</summary>
    public FeatureMatrix Select(ReadOnlySpan<int> columns)
    {
        double[] selected = new double[RowCount * columns.Length];
        for (int row = 0, next = 0; row < RowCount; row++)
        {
            ReadOnlySpan<double> source = Row(row);
            foreach (int column in columns)
            {
                selected[next++] = source[column];
            }
        }

        return new FeatureMatrix(selected, RowCount, columns.Length);
    }
}
