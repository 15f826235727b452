namespace Tradewind.Domain.Engine.Backtest.Rows;

/// <summary>
/// Rows without references in blocks: a long run keeps hundreds of thousands of orders and fills, and as objects they would cost the
/// garbage collector more time than the engine.
/// </summary>
internal sealed class RowList<T>
    where T : unmanaged
{
    private const int FirstBlock = 64;
    private const int LargestBlock = 8192;
    private readonly List<T[]> _blocks = [];
    private readonly List<int> _starts = [];
    private T[] _last = [];
    private int _used;

    /// <summary>Number of rows.</summary>
    public int Count { get; private set; }

    /// <summary>A row.</summary>
    public ref T this[int index]
    {
        get
        {
            ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual((uint)index, (uint)Count);
            int block = _starts.BinarySearch(index);
            block = block < 0 ? ~block - 1 : block;
            return ref _blocks[block][index - _starts[block]];
        }
    }

    /// <summary>Adds a row.</summary>
    public void Add(in T row)
    {
        if (_used == _last.Length)
        {
            _last = GC.AllocateUninitializedArray<T>(Math.Clamp(_last.Length * 2, FirstBlock, LargestBlock));
            _starts.Add(Count);
            _blocks.Add(_last);
            _used = 0;
        }

        _last[_used++] = row;
        Count++;
    }
}
