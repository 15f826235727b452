using Tradewind.Domain.Market.Calendars;

namespace Tradewind.Domain.Market.Alignment;

/// <summary>How several series are brought onto one calendar (data specification, section 8).</summary>
public sealed record AlignmentSpec
{
    /// <summary>Rows of the frame.</summary>
    public AlignmentMethod Method { get; init; } = AlignmentMethod.Outer;

    /// <summary>What stands in gaps.</summary>
    public GapFill Fill { get; init; } = GapFill.ForwardFill;

    /// <summary>Permits <see cref="GapFill.BackFill"/>; the report then says that the frame contains look-ahead.</summary>
    public bool AllowLookahead { get; init; }

    /// <summary>
    /// Most rows of the common calendar a gap is filled for, not negative; days where a finer calendar than the coarsest input is
    /// forced. Weekly releases get 7 days more, monthly ones 31, else every value would lapse before its successor.
    /// </summary>
    public int FillLimit { get; init; } = 5;

    /// <summary>
    /// Longest time a value is carried, counted from the row in which it became known, UNIX nanoseconds, not negative; null for
    /// <see cref="FillLimit"/> alone. Where both are set the shorter one holds, also for weekly and monthly releases.
    /// </summary>
    public long? FillLimitTime { get; init; }

    /// <summary>Only sessions of this calendar are rows, dropped before the fill like weekends; null for no such cut.</summary>
    public TradingCalendar? Sessions { get; init; }

    /// <summary>Outliers looked for in the inputs; null for none.</summary>
    public OutlierTreatment? Outliers { get; init; }

    /// <summary>
    /// Refuses inputs of different frequencies where <see cref="ResampleTo"/> is null. Daily and business-day are the same frequency, and
    /// releases (weekly, monthly) are placed, not mixed.
    /// </summary>
    public bool RefuseMixedFrequencies { get; init; }

    /// <summary>Whether weekends are rows.</summary>
    public AlignmentCalendar Calendar { get; init; } = AlignmentCalendar.Union;

    /// <summary>First stamp used and first label kept, UNIX nanoseconds UTC; null for the beginning of the data.</summary>
    public long? Start { get; init; }

    /// <summary>End of stamps and labels, exclusive, UNIX nanoseconds UTC; null for the end of the data.</summary>
    public long? End { get; init; }

    /// <summary>
    /// Length of a row; null for the coarsest input. A finer one than the coarsest input is allowed and warned of; none finer than
    /// the finest input.
    /// </summary>
    public Timeframe? ResampleTo { get; init; }
}
