using Tradewind.Domain.Errors;
using Tradewind.Domain.Market;

namespace Tradewind.Domain.Engine;

/// <summary>
/// Merges bar and field series into slices ordered by known time, pulled one at a time. A row belongs to the interval by its
/// stamp: a bar by its open time. Missing field values (NaN) are not events; bars with a missing close are, since open positions
/// are still marked then.
/// </summary>
public sealed class MarketEventStream
{
    private readonly SeriesCursor[] _cursors;
    private MarketEvent[] _buffer;

    /// <summary>Creates a stream at its start.</summary>
    /// <param name="universe">Universe that holds every series' instrument and field.</param>
    /// <param name="bars">Series with bars.</param>
    /// <param name="fields">Series whose fields are observed, as far as the universe has them; may be the same objects.</param>
    /// <param name="start">First stamp, inclusive.</param>
    /// <param name="end">Last stamp, exclusive.</param>
    /// <param name="execution">Series that fill orders, as bars: see <see cref="ExecutionSeries.AsBars"/>.</param>
    /// <exception cref="InvalidInputException">A bar series has no close, or the interval is empty or turned round.</exception>
    /// <exception cref="NotFoundException">An instrument is not in the universe.</exception>
    public MarketEventStream(
        TradingUniverse universe,
        IEnumerable<InstrumentSeries> bars,
        IEnumerable<InstrumentSeries>? fields = null,
        long start = long.MinValue,
        long end = long.MaxValue,
        IEnumerable<InstrumentSeries>? execution = null)
    {
        ArgumentNullException.ThrowIfNull(universe);
        RequireInterval(start, end);
        List<SeriesCursor> cursors = [];
        foreach (InstrumentSeries series in fields ?? [])
        {
            int instrument = universe.OrdinalOf(series.Instrument.Id);
            foreach (string field in series.Fields)
            {
                int ordinal = universe.FindField(new FieldKey(series.Instrument.Id, field));
                if (ordinal >= 0)
                {
                    cursors.Add(new FieldCursor(series, field, instrument, ordinal, start, end));
                }
            }
        }

        cursors.Sort((left, right) => left.Order.CompareTo(right.Order));
        List<BarCursor> barCursors = [];
        foreach (InstrumentSeries series in bars)
        {
            if (!series.HasBars)
            {
                throw new InvalidInputException(
                    "SERIES_INVALID", $"instruments[{series.Instrument.Id}]", $"has no close; its fields are {string.Join(", ", series.Fields)}.");
            }

            barCursors.Add(new BarCursor(series, universe.OrdinalOf(series.Instrument.Id), start, end));
        }

        barCursors.AddRange((execution ?? []).Select(series => new BarCursor(series, universe.OrdinalOf(series.Instrument.Id), start, end, executes: true)));
        // What fills comes before what is decided on, so that a decision sees the marks of its own time.
        barCursors.Sort((left, right) => (left.Order, right.Executes).CompareTo((right.Order, left.Executes)));
        _cursors = [.. cursors, .. barCursors];
        _buffer = new MarketEvent[Math.Max(4, _cursors.Length)];
        TotalRows = _cursors.Sum(cursor => (long)cursor.RowCount);
    }

    /// <summary>Refuses an interval that is empty or turned round.</summary>
    /// <exception cref="InvalidInputException">Reason <c>INTERVAL_INVALID</c>.</exception>
    internal static void RequireInterval(long start, long end)
    {
        if (end <= start)
        {
            throw new InvalidInputException(
                "INTERVAL_INVALID", "interval.end_time", $"must be after the start {UnixTime.Format(start)}, was {UnixTime.Format(end)}.");
        }
    }

    /// <summary>Rows of all series in the interval.</summary>
    public long TotalRows { get; }

    /// <summary>Rows already delivered or passed over.</summary>
    public long RowsRead => _cursors.Sum(cursor => (long)cursor.RowsRead);

    /// <summary>The next slice; false at the end. The memory of the slice before is reused.</summary>
    public bool TryNext(out MarketSlice slice)
    {
        long time = long.MaxValue;
        foreach (SeriesCursor cursor in _cursors)
        {
            time = Math.Min(time, cursor.KnownTime);
        }

        int count = 0;
        if (time != long.MaxValue)
        {
            foreach (SeriesCursor cursor in _cursors)
            {
                while (cursor.KnownTime == time)
                {
                    if (count == _buffer.Length)
                    {
                        Array.Resize(ref _buffer, 2 * count);
                    }

                    cursor.Take(out _buffer[count++]);
                }
            }
        }

        slice = new MarketSlice(time, _buffer.AsMemory(0, count));
        return count > 0;
    }
}
