using Tradewind.Domain.Market;

namespace Tradewind.Domain.Engine;

/// <summary>
/// Position in the rows of one series that lie in an interval of stamps. Rows are turned into events block by block, so that columns
/// are looked up once a block and nothing grows with the length of the series.
/// </summary>
internal abstract class SeriesCursor
{
    private const int BlockRows = 256;
    private readonly MarketEvent[] _events = new MarketEvent[BlockRows];
    private readonly long[] _knownTimes = new long[BlockRows];
    private readonly int _first;
    private readonly int _end;
    private int _nextRow;
    private int _position;
    private int _count;

    protected SeriesCursor(InstrumentSeries series, int order, long start, long end)
    {
        (Series, Order) = (series, order);
        _first = series.LowerBound(start);
        _end = Math.Max(_first, series.LowerBound(end));
        _nextRow = _first;
    }

    /// <summary>Ordinal by which events of one time are sorted.</summary>
    public int Order { get; }

    /// <summary>Known time of the next event; the largest value at the end.</summary>
    public long KnownTime { get; private set; } = long.MaxValue;

    /// <summary>Rows in the interval.</summary>
    public int RowCount => _end - _first;

    /// <summary>Rows taken or passed over.</summary>
    public int RowsRead => _nextRow - _first - (_count - _position);

    protected InstrumentSeries Series { get; }

    /// <summary>The next event; moves on.</summary>
    public void Take(out MarketEvent taken)
    {
        taken = _events[_position++];
        Settle();
    }

    /// <summary>Makes the next block when the last one is used up, and reads the next known time.</summary>
    protected void Settle()
    {
        while (_position == _count && _nextRow < _end)
        {
            int rows = Math.Min(BlockRows, _end - _nextRow);
            _count = ReadBlock(_nextRow, rows, _events, _knownTimes);
            (_position, _nextRow) = (0, _nextRow + rows);
        }

        KnownTime = _position < _count ? _knownTimes[_position] : long.MaxValue;
    }

    /// <summary>Turns rows into events with their known times; returns how many there are.</summary>
    protected abstract int ReadBlock(int row, int rows, Span<MarketEvent> events, Span<long> knownTimes);
}
