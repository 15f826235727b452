namespace Tradewind.Domain.Features;

/// <summary>Some rows of a few columns, one column after another.</summary>
/// <param name="values">Memory of the columns.</param>
/// <param name="stride">Places from one column to the next.</param>
/// <param name="rows">Rows that count.</param>
internal readonly ref struct RowTile(Span<double> values, int stride, int rows)
{
    private readonly Span<double> _values = values;

    public int Rows => rows;

    public int Columns => _values.Length / stride;

    /// <summary>The rows of a column.</summary>
    public Span<double> this[int column] => _values.Slice(column * stride, rows);
}
