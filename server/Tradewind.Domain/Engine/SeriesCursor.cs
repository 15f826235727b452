using Tradewind.Domain.Market;

namespace Tradewind.Domain.Engine;

/// <summary>Position in the rows of one series that lie in an interval of stamps.</summary>
internal abstract class SeriesCursor
{
    private readonly InstrumentSeries _series;
    private readonly long[] _knownTimes;
    private readonly int _first;
    private readonly int _end;

    protected SeriesCursor(InstrumentSeries series, int order, long start, long end)
    {
        (_series, Order) = (series, order);
        _first = series.LowerBound(start);
        _end = Math.Max(_first, series.LowerBound(end));
        _knownTimes = KnownTimes(series, _first, _end);
        Row = _first;
    }

    /// <summary>Ordinal by which events of one time are sorted.</summary>
    public int Order { get; }

    /// <summary>Known time of the next row; the largest value at the end.</summary>
    public long KnownTime { get; private set; } = long.MaxValue;

    /// <summary>Rows in the interval.</summary>
    public int RowCount => _end - _first;

    /// <summary>Rows taken or passed over.</summary>
    public int RowsRead => Row - _first;

    /// <summary>Row of the series that <see cref="Take"/> would return.</summary>
    protected int Row { get; private set; }

    /// <summary>The next event; moves on.</summary>
    public MarketEvent Take()
    {
        MarketEvent taken = EventAt(Row);
        Row++;
        Settle();
        return taken;
    }

    /// <summary>Passes over rows that are not events, and reads the next known time.</summary>
    protected void Settle()
    {
        while (Row < _end && !IsEvent(Row))
        {
            Row++;
        }

        KnownTime = Row < _end ? _knownTimes[Row - _first] : long.MaxValue;
    }

    protected abstract bool IsEvent(int row);

    protected abstract MarketEvent EventAt(int row);

    private static long[] KnownTimes(InstrumentSeries series, int first, int end)
    {
        long[] known = new long[end - first];
        for (int i = 0; i < known.Length; i++)
        {
            known[i] = series.AvailableAt(first + i);
        }

        return known;
    }
}
