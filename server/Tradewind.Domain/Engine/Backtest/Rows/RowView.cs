using System.Collections;

namespace Tradewind.Domain.Engine.Backtest.Rows;

/// <summary>Rows as the objects they stand for, made when they are asked for.</summary>
/// <param name="rows">The rows; none is added any more.</param>
/// <param name="make">Makes the object of a row.</param>
internal sealed class RowView<TRow, T>(RowList<TRow> rows, Func<TRow, T> make) : IReadOnlyList<T>
    where TRow : unmanaged
{
    /// <inheritdoc />
    public int Count => rows.Count;

    /// <inheritdoc />
    public T this[int index] => make(rows[index]);

    /// <inheritdoc />
    public IEnumerator<T> GetEnumerator()
    {
        for (int i = 0; i < rows.Count; i++)
        {
            yield return this[i];
        }
    }

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
}
