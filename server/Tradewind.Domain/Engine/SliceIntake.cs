using Tradewind.Domain.Errors;
using Tradewind.Domain.Market;

namespace Tradewind.Domain.Engine;

/// <summary>
/// Checks the slices that arrive, completes bars, and holds what is known now: the last bar of each instrument and the latest
/// value of each field. Engine and signal runner share it, so that a strategy sees the same in both.
/// </summary>
internal sealed class SliceIntake
{
    internal const double LargestPrice = LastBars.LargestPrice;
    private readonly TradingUniverse _universe;
    private readonly LastBars _bars;
    private readonly LastBars _executions;
    private readonly FieldObservation[] _fields;
    private MarketEvent[] _visible = new MarketEvent[4];
    private MarketEvent[] _events = [];
    private int _visibleCount;
    private int _eventCount;

    public SliceIntake(TradingUniverse universe, bool allowNonPositivePrices)
    {
        _universe = universe;
        _bars = new LastBars(universe, allowNonPositivePrices);
        _executions = universe.HasExecutions ? new LastBars(universe, allowNonPositivePrices) : _bars;
        _fields = [.. universe.Fields.Select(_ => FieldObservation.None)];
    }

    /// <summary>Known time of the last slice.</summary>
    public long Time { get; private set; } = long.MinValue;

    /// <summary>Number of slices read.</summary>
    public long SliceCount { get; private set; }

    /// <summary>True when the slice holds a bar, be it one with a missing close.</summary>
    public bool HasBars { get; private set; }

    /// <summary>True when the slice holds a bar or print of an execution series, be it one with a missing close.</summary>
    public bool HasExecutions { get; private set; }

    /// <summary>Bars passed over because their close is missing.</summary>
    public long SkippedBars { get; private set; }

    /// <summary>Events of the slice a strategy may see: bars complete, bars with a missing close left out.</summary>
    public ReadOnlySpan<MarketEvent> Visible => _visible.AsSpan(0, _visibleCount);

    /// <summary>The same with what fills orders only.</summary>
    public ReadOnlySpan<MarketEvent> Events => _universe.HasExecutions ? _events.AsSpan(0, _eventCount) : Visible;

    /// <summary>Last complete bar of an instrument; its close is NaN where there was none.</summary>
    public ref readonly Bar LastBar(int instrument) => ref _bars[instrument];

    /// <summary>Last complete bar that could fill orders of an instrument.</summary>
    public ref readonly Bar LastFilling(int instrument) => ref (_universe.Executed[instrument] ? ref _executions[instrument] : ref _bars[instrument]);

    /// <summary>Latest value of a field.</summary>
    public FieldObservation Field(int field) => _fields[field];

    /// <summary>Reads a slice. On an error the state may hold a part of it: the session must not go on.</summary>
    /// <exception cref="InvalidInputException">Reason <c>BAR_INVALID</c> or <c>SLICE_INVALID</c>, naming instrument and time.</exception>
    public void Read(in MarketSlice slice)
    {
        ReadOnlySpan<MarketEvent> events = slice.Events.Span;
        if (SliceCount > 0 && slice.KnownTime <= Time)
        {
            throw Invalid(slice.KnownTime, $"must be after the slice before, {UnixTime.Format(Time)}");
        }

        (Time, HasBars, HasExecutions, _visibleCount, _eventCount) = (slice.KnownTime, false, false, 0, 0);
        SliceCount++;
        MakeRoom(events.Length);
        (int lastField, int lastInstrument, bool lastIsBar) = (-1, -1, false);
        foreach (ref readonly MarketEvent item in events)
        {
            if (item.Field < 0)
            {
                bool inOrder = item.Instrument > lastInstrument || (item.Instrument == lastInstrument && (item.IsBar || !lastIsBar));
                if (!inOrder || (uint)item.Instrument >= (uint)_universe.Instruments.Length)
                {
                    throw Invalid(slice.KnownTime, "bars must come in the order of instrument ordinals of the universe, those of an execution series first");
                }

                if (item.IsExecution && !_universe.Executed[item.Instrument])
                {
                    throw Invalid(slice.KnownTime, $"{_universe.Instruments[item.Instrument].Id} has no execution series in the universe");
                }

                (lastInstrument, lastIsBar) = (item.Instrument, item.IsBar);
                ReadBar(item, slice.KnownTime);
            }
            else
            {
                if (lastInstrument >= 0 || item.Field < lastField || item.Field >= _universe.Fields.Length)
                {
                    throw Invalid(slice.KnownTime, "observations must come before bars, in the order of field ordinals of the universe");
                }

                lastField = item.Field;
                _fields[item.Field] = new FieldObservation(item.Value, item.Stamp, slice.KnownTime);
                Add(item);
            }
        }
    }

    /// <summary>Takes in a bar that is known to be complete and in order.</summary>
    public void Show(int instrument, in Bar bar, long knownTime)
    {
        Skip(instrument, bar, knownTime, 1);
        _visible[0] = MarketEvent.OfBar(instrument, bar);
        (HasBars, _visibleCount) = (true, 1);
    }

    /// <summary>Passes over bars that are known to be complete and in order and that nobody needs to see.</summary>
    /// <param name="instrument">Ordinal of the only instrument.</param>
    /// <param name="last">The last of them.</param>
    /// <param name="knownTime">When it became known.</param>
    /// <param name="count">How many there are.</param>
    public void Skip(int instrument, in Bar last, long knownTime, int count)
    {
        (Time, SliceCount) = (knownTime, SliceCount + count);
        _bars.Set(instrument, last);
    }

    private void ReadBar(in MarketEvent item, long knownTime)
    {
        LastBars last = item.IsBar ? _bars : _executions;
        (HasBars, HasExecutions) = (HasBars || item.IsBar, HasExecutions || item.IsExecution);
        if (last.TryComplete(item.Instrument, item.Bar, knownTime, SliceCount))
        {
            Add(item with { Bar = last[item.Instrument] });
        }
        else if (item.IsBar)
        {
            SkippedBars++;
        }
    }

    private void Add(in MarketEvent item)
    {
        if (!item.IsExecution)
        {
            _visible[_visibleCount++] = item;
        }

        if (_universe.HasExecutions)
        {
            _events[_eventCount++] = item;
        }
    }

    private void MakeRoom(int count)
    {
        if (_visible.Length < count)
        {
            _visible = new MarketEvent[2 * count];
        }

        if (_universe.HasExecutions && _events.Length < count)
        {
            _events = new MarketEvent[2 * count];
        }
    }

    private static InvalidInputException Invalid(long time, string description) =>
        new("SLICE_INVALID", $"slice[{UnixTime.Format(time)}]", $"{description}.");
}
