using Tradewind.Domain.Errors;
using Tradewind.Domain.Market;

namespace Tradewind.Domain.Engine;

/// <summary>
/// Checks the slices that arrive, completes bars, and holds what is known now: the last bar of each instrument and the latest
/// value of each field. Engine and signal runner share it, so that a strategy sees the same in both.
/// </summary>
internal sealed class SliceIntake(TradingUniverse universe, bool allowNonPositivePrices)
{
    // Prices beyond this lose cents in a double and would overflow money; no market has them.
    internal const double LargestPrice = 1e15;
    private readonly Bar[] _lastBars = NoBars(universe.Instruments.Length);
    private readonly FieldObservation[] _fields = [.. universe.Fields.Select(_ => FieldObservation.None)];
    private readonly long[] _lastStamps = [.. Enumerable.Repeat(long.MinValue, universe.Instruments.Length)];
    private MarketEvent[] _visible = new MarketEvent[4];
    private int _visibleCount;

    /// <summary>Known time of the last slice.</summary>
    public long Time { get; private set; } = long.MinValue;

    /// <summary>Number of slices read.</summary>
    public long SliceCount { get; private set; }

    /// <summary>True when the slice holds a bar, be it one with a missing close.</summary>
    public bool HasBars { get; private set; }

    /// <summary>Bars passed over because their close is missing.</summary>
    public long SkippedBars { get; private set; }

    /// <summary>Events of the slice a strategy may see: bars complete, bars with a missing close left out.</summary>
    public ReadOnlySpan<MarketEvent> Visible => _visible.AsSpan(0, _visibleCount);

    /// <summary>Last complete bar of an instrument; its close is NaN where there was none.</summary>
    public ref readonly Bar LastBar(int instrument) => ref _lastBars[instrument];

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

        (Time, HasBars, _visibleCount) = (slice.KnownTime, false, 0);
        SliceCount++;
        if (_visible.Length < events.Length)
        {
            _visible = new MarketEvent[2 * events.Length];
        }

        (int lastField, int lastInstrument) = (-1, -1);
        foreach (ref readonly MarketEvent item in events)
        {
            if (item.IsBar)
            {
                if (item.Instrument < lastInstrument || (uint)item.Instrument >= (uint)universe.Instruments.Length)
                {
                    throw Invalid(slice.KnownTime, "bars must come in the order of instrument ordinals of the universe");
                }

                (lastInstrument, HasBars) = (item.Instrument, true);
                ReadBar(item, slice.KnownTime);
            }
            else
            {
                if (HasBars || item.Field < lastField || item.Field >= universe.Fields.Length)
                {
                    throw Invalid(slice.KnownTime, "observations must come before bars, in the order of field ordinals of the universe");
                }

                lastField = item.Field;
                _fields[item.Field] = new FieldObservation(item.Value, item.Stamp, slice.KnownTime);
                _visible[_visibleCount++] = item;
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
        _lastStamps[instrument] = last.OpenTime;
        _lastBars[instrument] = last;
    }

    private void ReadBar(in MarketEvent item, long knownTime)
    {
        Bar bar = item.Bar;
        int instrument = item.Instrument;
        if (bar.OpenTime <= _lastStamps[instrument] || bar.OpenTime >= knownTime)
        {
            throw InvalidBar(instrument, bar, bar.OpenTime >= knownTime
                ? $"opens at or after the time it is known, {UnixTime.Format(knownTime)}"
                : $"does not open after the bar before, {UnixTime.Format(_lastStamps[instrument])}: times must be unique and ascend");
        }

        _lastStamps[instrument] = bar.OpenTime;
        if (double.IsNaN(bar.Close))
        {
            SkippedBars++;
            return;
        }

        double previous = _lastBars[instrument].Close;
        double open = double.IsNaN(bar.Open) ? double.IsNaN(previous) ? bar.Close : previous : bar.Open;
        double high = double.IsNaN(bar.High) ? Math.Max(open, bar.Close) : bar.High;
        double low = double.IsNaN(bar.Low) ? Math.Min(open, bar.Close) : bar.Low;
        // Where the open is borrowed from the bar before, the range must grow to hold it.
        if (double.IsNaN(bar.Open))
        {
            (high, low) = (Math.Max(high, open), Math.Min(low, open));
        }

        // Written so that a NaN or infinity fails it.
        if (!(high >= open && high >= bar.Close && low <= open && low <= bar.Close && high <= LargestPrice && low >= -LargestPrice))
        {
            throw InvalidBar(
                instrument, bar,
                $"needs finite prices, a high not below and a low not above open and close; got open {open}, high {high}, low {low}, close {bar.Close}");
        }

        if (low <= 0 && !allowNonPositivePrices)
        {
            throw InvalidBar(instrument, bar, $"has a price that is not positive ({low}); set allow_non_positive_prices if that is right");
        }

        if (bar.Volume < 0)
        {
            throw InvalidBar(instrument, bar, $"has a negative volume ({bar.Volume})");
        }

        bar = new Bar(bar.OpenTime, open, high, low, bar.Close, bar.Volume);
        _lastBars[instrument] = bar;
        _visible[_visibleCount++] = MarketEvent.OfBar(instrument, bar);
    }

    private static Bar[] NoBars(int count)
    {
        Bar[] bars = new Bar[count];
        Array.Fill(bars, new Bar(long.MinValue, double.NaN, double.NaN, double.NaN, double.NaN, double.NaN));
        return bars;
    }

    private InvalidInputException InvalidBar(int instrument, in Bar bar, string description) => new(
        "BAR_INVALID",
        $"instruments[{universe.Instruments[instrument].Id}].bars[{UnixTime.Format(bar.OpenTime)}]",
        $"row {SliceCount}: the bar {description}.");

    private static InvalidInputException Invalid(long time, string description) =>
        new("SLICE_INVALID", $"slice[{UnixTime.Format(time)}]", $"{description}.");
}
