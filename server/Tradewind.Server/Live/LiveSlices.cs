using Tradewind.Domain.Engine;
using Tradewind.Domain.Market;

namespace Tradewind.Server.Live;

/// <summary>
/// Puts live bars of several instruments into slices whose known times ascend. Bars that close together come together: a slice waits until
/// every instrument that is alive has its bar, or until it is flushed. It is then known at the close of its bars, as stored bars are. A
/// bar that comes after its time has passed becomes known when it came.
/// </summary>
internal sealed class LiveSlices(int instruments, Timeframe timeframe)
{
    private readonly SortedDictionary<long, Bar?[]> _waiting = [];
    private readonly bool[] _alive = [.. Enumerable.Repeat(true, instruments)];
    private readonly long[] _nextOpen = [.. Enumerable.Repeat(long.MinValue, instruments)];

    /// <summary>Known time of the last slice; the smallest value before the first.</summary>
    public long KnownTime { get; private set; } = long.MinValue;

    /// <summary>True while bars wait for others.</summary>
    public bool IsWaiting => _waiting.Count > 0;

    /// <summary>Open time of the first bar of an instrument that has not come; null before its first bar.</summary>
    public long? NextOpen(int instrument) => _nextOpen[instrument] == long.MinValue ? null : _nextOpen[instrument];

    /// <summary>Slices wait for instruments that are alive only.</summary>
    public void SetAlive(int instrument, bool alive) => _alive[instrument] = alive;

    /// <summary>A slice that was made elsewhere went before.</summary>
    public void Note(in MarketSlice slice)
    {
        KnownTime = slice.KnownTime;
        foreach (ref readonly MarketEvent item in slice.Events.Span)
        {
            _nextOpen[item.Instrument] = timeframe.End(item.Stamp);
        }
    }

    /// <summary>Takes a closed bar in; one that came before is left out.</summary>
    /// <returns>Slices that are complete now.</returns>
    public IReadOnlyList<MarketSlice> Add(int instrument, in Bar bar, long now)
    {
        if (bar.OpenTime < _nextOpen[instrument])
        {
            return [];
        }

        long end = timeframe.End(bar.OpenTime);
        if (end <= KnownTime)
        {
            return AddLate(instrument, [bar], now);
        }

        _nextOpen[instrument] = end;
        if (!_waiting.TryGetValue(end, out Bar?[]? group))
        {
            _waiting[end] = group = new Bar?[instruments];
        }

        group[instrument] = bar;
        bool complete = !Enumerable.Range(0, instruments).Any(i => _alive[i] && group[i] is null);
        return complete ? Release(end) : [];
    }

    /// <summary>Takes bars in that were fetched after a gap; those that came before are left out.</summary>
    /// <returns>Slices that are complete now; the fetched bars are known now, not at their close.</returns>
    public IReadOnlyList<MarketSlice> AddLate(int instrument, IEnumerable<Bar> bars, long now)
    {
        List<MarketEvent> events = [];
        foreach (Bar bar in bars)
        {
            if (bar.OpenTime >= _nextOpen[instrument])
            {
                events.Add(MarketEvent.OfBar(instrument, bar));
                _nextOpen[instrument] = timeframe.End(bar.OpenTime);
            }
        }

        if (events.Count == 0)
        {
            return [];
        }

        List<MarketSlice> slices = [.. Release(now)];
        KnownTime = Math.Max(Math.Max(now, KnownTime + 1), _nextOpen[instrument]);
        slices.Add(new MarketSlice(KnownTime, events.ToArray()));
        return slices;
    }

    /// <summary>Slices of all bars that wait.</summary>
    public IReadOnlyList<MarketSlice> Flush() => Release(long.MaxValue);

    private List<MarketSlice> Release(long upTo)
    {
        List<MarketSlice> slices = [];
        foreach (long end in _waiting.Keys.TakeWhile(end => end <= upTo).ToArray())
        {
            _waiting.Remove(end, out Bar?[]? group);
            KnownTime = end;
            slices.Add(new MarketSlice(
                end, group!.Select((bar, i) => (bar, i)).Where(entry => entry.bar is not null).Select(entry => MarketEvent.OfBar(entry.i, entry.bar!.Value)).ToArray()));
        }

        return slices;
    }
}
