using Tradewind.Domain.Errors;
using Tradewind.Domain.Market;

namespace Tradewind.Domain.Engine;

/// <summary>
/// The last bar of each instrument in one kind of series. Completes bars that lack an open, high or low, and refuses those that cannot be
/// right.
/// </summary>
internal sealed class LastBars(TradingUniverse universe, bool allowNonPositivePrices)
{
    // Prices beyond this lose cents in a double and would overflow money; no market has them.
    internal const double LargestPrice = 1e15;
    private readonly Bar[] _bars = NoBars(universe.Instruments.Length);
    private readonly long[] _stamps = [.. Enumerable.Repeat(long.MinValue, universe.Instruments.Length)];

    /// <summary>Last complete bar of an instrument; its close is NaN where there was none.</summary>
    public ref readonly Bar this[int instrument] => ref _bars[instrument];

    /// <summary>Takes a bar that is known to be complete and in order.</summary>
    public void Set(int instrument, in Bar bar) => (_stamps[instrument], _bars[instrument]) = (bar.OpenTime, bar);

    /// <summary>Completes a bar and takes it; false where its close is missing.</summary>
    /// <param name="instrument">Ordinal of the instrument.</param>
    /// <param name="bar">The bar as it came.</param>
    /// <param name="knownTime">When it became known.</param>
    /// <param name="row">Number of the slice, for messages.</param>
    /// <exception cref="InvalidInputException">Reason <c>BAR_INVALID</c>, naming instrument and time.</exception>
    public bool TryComplete(int instrument, Bar bar, long knownTime, long row)
    {
        if (bar.OpenTime <= _stamps[instrument] || bar.OpenTime >= knownTime)
        {
            throw Invalid(instrument, bar, row, bar.OpenTime >= knownTime
                ? $"opens at or after the time it is known, {UnixTime.Format(knownTime)}"
                : $"does not open after the bar before, {UnixTime.Format(_stamps[instrument])}: times must be unique and ascend");
        }

        _stamps[instrument] = bar.OpenTime;
        if (double.IsNaN(bar.Close))
        {
            return false;
        }

        double previous = _bars[instrument].Close;
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
            throw Invalid(
                instrument, bar, row,
                $"needs finite prices, a high not below and a low not above open and close; got open {open}, high {high}, low {low}, close {bar.Close}");
        }

        if (low <= 0 && !allowNonPositivePrices)
        {
            throw Invalid(instrument, bar, row, $"has a price that is not positive ({low}); set allow_non_positive_prices if that is right");
        }

        if (bar.Volume < 0)
        {
            throw Invalid(instrument, bar, row, $"has a negative volume ({bar.Volume})");
        }

        _bars[instrument] = new Bar(bar.OpenTime, open, high, low, bar.Close, bar.Volume);
        return true;
    }

    private static Bar[] NoBars(int count)
    {
        Bar[] bars = new Bar[count];
        Array.Fill(bars, new Bar(long.MinValue, double.NaN, double.NaN, double.NaN, double.NaN, double.NaN));
        return bars;
    }

    private InvalidInputException Invalid(int instrument, in Bar bar, long row, string description) => new(
        "BAR_INVALID",
        $"instruments[{universe.Instruments[instrument].Id}].bars[{UnixTime.Format(bar.OpenTime)}]",
        $"row {row}: the bar {description}.");
}
