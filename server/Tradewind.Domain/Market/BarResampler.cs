namespace Tradewind.Domain.Market;

/// <summary>
/// Builds longer bars from the closed bars of one instrument: first open, highest high, lowest low, last close, sum of the volumes, values
/// that are missing (NaN) left out; NaN where all are. Periods lie as <see cref="Timeframe.Start"/> says. A period whose beginning was not
/// seen is dropped: the first one unless its first bar opens with it, and likewise the next after <see cref="Break"/>.
/// </summary>
/// <param name="from">Length of the bars that come in.</param>
/// <param name="to">Length of the bars that go out; see <see cref="CanBuild"/>.</param>
public sealed class BarResampler(Timeframe from, Timeframe to)
{
    private Bar _bar;
    private bool _open;
    private bool _whole;
    private bool _seen;
    private long _lastEnd;
    private long _closedTo = long.MinValue;

    /// <summary>End of the period under way; null when there is none.</summary>
    public long? PeriodEnd => _open ? to.End(_bar.OpenTime) : null;

    /// <summary>True when the last bar of the period under way has come.</summary>
    public bool IsFull => _open && _lastEnd >= to.End(_bar.OpenTime);

    /// <summary>True when bars of one length make up whole bars of another.</summary>
    public static bool CanBuild(Timeframe from, Timeframe to) => from == to
        || (!from.IsMonth && (to.IsMonth ? UnixTime.Day % from.Nanoseconds == 0 : to.Nanoseconds % from.Nanoseconds == 0));

    /// <summary>Takes a closed bar in. A bar of a period that was closed is left out. The period before must have been closed.</summary>
    /// <exception cref="InvalidOperationException">The bar is of another period than the one under way.</exception>
    public void Add(in Bar bar)
    {
        long start = to.Start(bar.OpenTime);
        if (start < _closedTo)
        {
            return;
        }

        if (_open && start != _bar.OpenTime)
        {
            throw new InvalidOperationException("A bar of another period came before the one under way was closed.");
        }

        if (!_open)
        {
            (_bar, _open, _whole) = (bar with { OpenTime = start }, true, _seen || bar.OpenTime == start);
        }
        else
        {
            _bar = Merge(_bar, bar);
        }

        _lastEnd = from.End(bar.OpenTime);
    }

    /// <summary>Closes the period under way when it ends by a time.</summary>
    /// <param name="time">UNIX nanoseconds UTC; all bars that end by then have been taken in.</param>
    /// <param name="completed">The bar, stamped with the start of the period.</param>
    /// <returns>True when a whole bar was completed.</returns>
    public bool TryClose(long time, out Bar completed)
    {
        completed = _bar;
        if (PeriodEnd is not { } end || end > time)
        {
            return false;
        }

        (bool whole, _open, _seen, _closedTo) = (_whole, false, true, end);
        return whole;
    }

    /// <summary>Forgets the period under way, because bars of it were missed.</summary>
    public void Break() => (_open, _seen) = (false, false);

    /// <summary>The bar of the period under way.</summary>
    /// <param name="part">A bar that is itself under way, to be counted in; null for none.</param>
    /// <returns>Null when there is none, or when its beginning was not seen.</returns>
    public Bar? Forming(Bar? part)
    {
        Bar? known = _open && _whole ? _bar : null;
        if (part is not { } last || to.Start(last.OpenTime) is var start && start < _closedTo)
        {
            return known;
        }

        return _open && start == _bar.OpenTime ? known is { } bar ? Merge(bar, last) : null
            : _open && start < _bar.OpenTime ? known
            : _seen || _open || last.OpenTime == start ? last with { OpenTime = start }
            : null;
    }

    private static Bar Merge(in Bar bar, in Bar later) => new(
        bar.OpenTime,
        double.IsNaN(bar.Open) ? later.Open : bar.Open,
        double.MaxNumber(bar.High, later.High),
        double.MinNumber(bar.Low, later.Low),
        double.IsNaN(later.Close) ? bar.Close : later.Close,
        double.IsNaN(bar.Volume) ? later.Volume : double.IsNaN(later.Volume) ? bar.Volume : bar.Volume + later.Volume);
}
