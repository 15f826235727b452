using Tradewind.Domain.Engine;
using Tradewind.Domain.Market;
using Tradewind.V1;
using Bar = Tradewind.Domain.Market.Bar;

namespace Tradewind.Server.Live;

/// <summary>
/// The events of a feed with bars of another length, decided by the recorded events alone, so that the same record always gives the same
/// bars. A bar goes out when its period has ended: with its last part, or, where that is missing, with the first later time step. While
/// the upstream of an instrument is lost its bars wait for what is fetched afterwards; when that fails the periods touched are left out.
/// </summary>
internal sealed class ResampledSlices
{
    private readonly BarResampler?[] _resamplers;
    private readonly bool[] _asRecorded;
    private readonly bool[] _lost;
    private readonly long[] _latestKnown;
    private readonly List<(long KnownTime, MarketEvent Event)> _out = [];
    private long _knownTime = long.MinValue;

    /// <summary>Begins at the first event of a feed.</summary>
    /// <param name="universe">What the feed carries; instruments whose bars do not make up whole ones of the new length are left out.</param>
    /// <param name="timeframe">Length of the bars that go out.</param>
    public ResampledSlices(FeedUniverse universe, Timeframe timeframe)
    {
        int count = universe.Universe.Instruments.Length;
        (_asRecorded, _lost, _latestKnown) = (new bool[count], new bool[count], new long[count]);
        _resamplers = new BarResampler?[count];
        for (int i = 0; i < count; i++)
        {
            if (universe.Universe.Tradable[i] && Timeframe.TryParse(universe.Timeframes[i], out Timeframe from))
            {
                _asRecorded[i] = from == timeframe;
                _resamplers[i] = from != timeframe && BarResampler.CanBuild(from, timeframe) ? new BarResampler(from, timeframe) : null;
            }
        }
    }

    /// <summary>True when every bar of a feed has that length already.</summary>
    public static bool IsAsRecorded(FeedUniverse universe, Timeframe timeframe) =>
        universe.Universe.Tradable.Zip(universe.Timeframes).All(entry => !entry.First || entry.Second == timeframe.ToString());

    /// <summary>True when the bars of an instrument make up whole ones of another length, or it has none.</summary>
    public static bool CanBuild(FeedUniverse universe, int instrument, Timeframe timeframe) => !universe.Universe.Tradable[instrument]
        || (Timeframe.TryParse(universe.Timeframes[instrument], out Timeframe from) && BarResampler.CanBuild(from, timeframe));

    /// <summary>Takes a time step in.</summary>
    /// <returns>Events that go out, in the order they became known. Valid until the next call.</returns>
    public IReadOnlyList<(long KnownTime, MarketEvent Event)> Take(in MarketSlice slice)
    {
        _out.Clear();
        ReadOnlySpan<MarketEvent> events = slice.Events.Span;
        HashSet<int> present = [];
        foreach (ref readonly MarketEvent item in events)
        {
            present.Add(item.IsBar ? item.Instrument : -1);
        }

        for (int instrument = 0; instrument < _resamplers.Length; instrument++)
        {
            // What ends at this very time may be late: it waits for the next step.
            if (!_lost[instrument] && !present.Contains(instrument))
            {
                Close(instrument, slice.KnownTime - 1);
            }
        }

        foreach (ref readonly MarketEvent item in events)
        {
            if (!item.IsBar || _asRecorded[item.Instrument])
            {
                _out.Add((slice.KnownTime, item));
            }
            else if (_resamplers[item.Instrument] is { } resampler)
            {
                Close(item.Instrument, item.Stamp);
                resampler.Add(item.Bar);
                _latestKnown[item.Instrument] = slice.KnownTime;
                if (resampler.IsFull)
                {
                    Close(item.Instrument, slice.KnownTime);
                }
            }
        }

        _knownTime = slice.KnownTime;
        return InOrder();
    }

    /// <summary>Takes a gap in; it goes out as it is.</summary>
    public void Take(FeedGap gap, int instrument)
    {
        _lost[instrument] = gap.Kind == GapKind.Lost;
        if (gap.Kind == GapKind.Unfilled)
        {
            _resamplers[instrument]?.Break();
        }
    }

    /// <summary>The feed has ended: what else goes out.</summary>
    public IReadOnlyList<(long KnownTime, MarketEvent Event)> Finish()
    {
        _out.Clear();
        for (int instrument = 0; instrument < _resamplers.Length; instrument++)
        {
            if (!_lost[instrument])
            {
                Close(instrument, _knownTime);
            }
        }

        return InOrder();
    }

    /// <summary>Bars under way after the last step.</summary>
    /// <param name="parts">Bars of the feed that are under way themselves.</param>
    public IEnumerable<FormingBar> Forming(IReadOnlyList<FormingBar> parts)
    {
        for (int instrument = 0; instrument < _resamplers.Length; instrument++)
        {
            if (_lost[instrument])
            {
                continue;
            }

            FormingBar? part = parts.Where(bar => bar.Instrument == instrument).Select(bar => (FormingBar?)bar).FirstOrDefault();
            Bar? forming = _asRecorded[instrument] ? part?.Bar : _resamplers[instrument]?.Forming(part?.Bar);
            if (forming is { } bar)
            {
                yield return new FormingBar(instrument, bar, part?.KnownTime ?? _latestKnown[instrument], 0);
            }
        }
    }

    private void Close(int instrument, long time)
    {
        if (_resamplers[instrument] is { PeriodEnd: { } end } resampler && resampler.TryClose(time, out Bar bar))
        {
            // A bar is known when its period has ended, unless a part of it came later.
            _out.Add((Math.Max(end, _latestKnown[instrument]), MarketEvent.OfBar(instrument, bar)));
        }
    }

    private IReadOnlyList<(long KnownTime, MarketEvent Event)> InOrder() => _out.Count < 2 ? _out : [.. _out.OrderBy(item => item.KnownTime)];
}
