using System.Collections.Immutable;
using Tradewind.Domain.Engine;
using Tradewind.Domain.Errors;
using Tradewind.Domain.Market;

namespace Tradewind.Server.Live;

/// <summary>
/// Stored history shown to a strategy before the first event of a feed. What became known at or after that event is left out: the feed
/// itself brings it.
/// </summary>
internal sealed class WarmUpHistory
{
    private readonly MarketEventStream? _events;
    private MarketSlice _next;
    private bool _hasNext;

    /// <summary>Prepares history.</summary>
    /// <param name="universe">Universe of the feed.</param>
    /// <param name="series">Series of its instruments; none for no warm-up.</param>
    /// <param name="path">Path of the members in the request.</param>
    /// <exception cref="InvalidInputException">A series is of an instrument the feed does not carry.</exception>
    public WarmUpHistory(TradingUniverse universe, ImmutableArray<InstrumentSeries> series, string path)
    {
        for (int i = 0; i < series.Length; i++)
        {
            if (universe.FindInstrument(series[i].Instrument.Id) < 0)
            {
                throw new InvalidInputException(
                    "WARM_UP_FOREIGN", $"{path}[{i}].instrument_id",
                    $"'{series[i].Instrument.Id}' is not carried by the feed, which has {string.Join(", ", universe.Instruments.Select(instrument => instrument.Id))}.");
            }
        }

        if (series.Length > 0)
        {
            _events = new MarketEventStream(universe, series.Where(entry => entry.HasBars), series.Where(entry => !entry.HasBars));
            Advance();
        }
    }

    /// <summary>The next slice known before a time; false when there is none left.</summary>
    public bool TryTake(long before, out MarketSlice slice)
    {
        slice = _next;
        if (!_hasNext || _next.KnownTime >= before)
        {
            return false;
        }

        slice = _next with { Events = _next.Events.ToArray() };
        Advance();
        return true;
    }

    private void Advance() => _hasNext = _events!.TryNext(out _next);
}
