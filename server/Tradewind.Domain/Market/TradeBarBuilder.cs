namespace Tradewind.Domain.Market;

/// <summary>
/// Builds bars from trades: open, high, low and close of the prices, sum of the quantities. Bars start at multiples of the timeframe from
/// 1970-01-01 UTC, weeks on Mondays, months on the first. A period without trades has no bar. The first period is dropped, because its
/// beginning was not seen.
/// </summary>
/// <param name="timeframe">Bar length.</param>
public sealed class TradeBarBuilder(Timeframe timeframe)
{
    private Bar _bar;
    private bool _open;
    private bool _whole;
    private long _closedTo = long.MinValue;

    /// <summary>The bar of the period under way; null before its first trade, and when its beginning was not seen.</summary>
    public Bar? Forming => _open && _whole ? _bar : null;

    /// <summary>Takes a trade in. Trades of a period that was closed already are left out.</summary>
    /// <param name="time">When it happened, UNIX nanoseconds UTC.</param>
    /// <param name="price">Price; a trade whose price is not finite is left out.</param>
    /// <param name="quantity">Quantity.</param>
    /// <param name="completed">The bar the trade completed by being the first of a later period.</param>
    /// <returns>True when a bar was completed.</returns>
    public bool TryAdd(long time, double price, double quantity, out Bar completed)
    {
        completed = default;
        if (time < _closedTo || !double.IsFinite(price) || (_open && time < _bar.OpenTime))
        {
            return false;
        }

        bool closed = _open && TryClose(time, out completed);
        long start = timeframe.Start(time);
        if (!_open)
        {
            (_bar, _open) = (new Bar(start, price, price, price, price, 0), true);
        }

        _bar = _bar with
        {
            High = Math.Max(_bar.High, price), Low = Math.Min(_bar.Low, price), Close = price, Volume = _bar.Volume + quantity,
        };
        return closed;
    }

    /// <summary>Closes the period under way when it has ended.</summary>
    /// <param name="now">UNIX nanoseconds UTC; trades up to here have been taken in.</param>
    /// <param name="completed">The bar.</param>
    /// <returns>True when a whole bar was completed.</returns>
    public bool TryClose(long now, out Bar completed)
    {
        completed = _bar;
        if (!_open || now < timeframe.End(_bar.OpenTime))
        {
            return false;
        }

        (bool whole, _open, _whole, _closedTo) = (_whole, false, true, timeframe.End(_bar.OpenTime));
        return whole;
    }

    /// <summary>Forgets the period under way, because trades of it were missed.</summary>
    public void Reset() => (_open, _whole) = (false, false);
}
