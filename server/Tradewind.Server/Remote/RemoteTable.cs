using Tradewind.Server.Mapping;
using Tradewind.V1;

namespace Tradewind.Server.Remote;

/// <summary>Rows that are collected until the next step.</summary>
internal sealed class RemoteTable(string[] names)
{
    private readonly List<long> _times = [];
    private readonly List<double>[] _columns = [.. names.Select(_ => new List<double>())];

    /// <summary>Adds a row.</summary>
    public void Add(long time, ReadOnlySpan<double> values)
    {
        _times.Add(time);
        for (int i = 0; i < values.Length; i++)
        {
            _columns[i].Add(values[i]);
        }
    }

    /// <summary>The rows as one block, and begins anew; null where there are none.</summary>
    public ColumnBlock? Take()
    {
        if (_times.Count == 0)
        {
            return null;
        }

        ColumnBlock block = ColumnBlocks.Whole(_times.ToArray(), [.. names.Select((name, i) => (name, (ReadOnlyMemory<double>)_columns[i].ToArray()))]);
        _times.Clear();
        foreach (List<double> column in _columns)
        {
            column.Clear();
        }

        return block;
    }
}
