using Tradewind.Domain.Errors;

namespace Tradewind.Domain.Market;

/// <summary>When a value that carries a stamp becomes known.</summary>
public enum Availability
{
    /// <summary>Bars: at their close, open time plus timeframe.</summary>
    Candle = 0,

    /// <summary>End-of-day values: on their date at <see cref="AvailabilityRule.PublishTime"/>.</summary>
    Close,

    /// <summary>FRED and the like: the next Monday-to-Friday day at the publish time.</summary>
    NextBusinessDay,

    /// <summary>Federal Reserve H.10: the Monday after the week of the date.</summary>
    H10,

    /// <summary>Federal Reserve H.4.1 (dated Wednesday): one day later.</summary>
    H41,

    /// <summary>EIA weekly (dated Friday): six days later, which covers Thursday releases after holidays.</summary>
    EiaWeekly,

    /// <summary>CFTC positions (dated Tuesday, at times Monday or Wednesday): the first Friday three days later or more.</summary>
    Cot,

    /// <summary>Blockchain metrics: the day after.</summary>
    OnChain,

    /// <summary>
    /// Published in vintages (EIA outlook): at the release the row was taken from, named by its field <see cref="AvailabilityRule.ReleaseField"/>;
    /// a forecast counts from the date it is for.
    /// </summary>
    Vintage,
}

/// <summary>Turns a stamp into the time its value was known, by the publication table of the data specification.</summary>
public static class AvailabilityRule
{
    /// <summary>Time of day (UTC) at which end-of-day and published values count as known: 22:00.</summary>
    public const long PublishTime = 22 * UnixTime.Hour;

    /// <summary>Field of vintage series that holds the date of the release, as UNIX seconds.</summary>
    public const string ReleaseField = "release_time";

    /// <summary>Time at which a value becomes known.</summary>
    /// <param name="rule">Publication rule of the series.</param>
    /// <param name="stamp">Open time of a bar, or date of an observation, UNIX nanoseconds.</param>
    /// <param name="timeframe">Bar length; used by <see cref="Availability.Candle"/> only.</param>
    public static long AvailableAt(Availability rule, long stamp, Timeframe timeframe)
    {
        long date = UnixTime.StartOfDay(stamp);
        return rule switch
        {
            Availability.Candle => timeframe.End(stamp),
            Availability.Close => date + PublishTime,
            Availability.NextBusinessDay => NextBusinessDay(date) + PublishTime,
            Availability.H10 => date + DaysToNextMonday(date) * UnixTime.Day + PublishTime,
            Availability.H41 => date + UnixTime.Day + PublishTime,
            Availability.EiaWeekly => date + 6 * UnixTime.Day + PublishTime,
            Availability.Cot => FirstFriday(date + 3 * UnixTime.Day) + PublishTime,
            Availability.OnChain => date + UnixTime.Day + PublishTime,
            Availability.Vintage => throw new InvalidInputException(
                "RELEASE_TIME_NEEDED", "fields", $"Rows of a series published in vintages are known by their field '{ReleaseField}': take it along."),
            _ => throw new ArgumentOutOfRangeException(nameof(rule), rule, "Unknown availability rule."),
        };
    }

    /// <summary>Time at which a row of a vintage becomes known: its release at the publish time, and no forecast before its own date.</summary>
    /// <param name="stamp">Date the value is for.</param>
    /// <param name="releaseSeconds">Date of the release, UNIX seconds.</param>
    public static long OfVintage(long stamp, double releaseSeconds) =>
        Math.Max(UnixTime.StartOfDay((long)releaseSeconds * UnixTime.Second), UnixTime.StartOfDay(stamp)) + PublishTime;

    private static long NextBusinessDay(long date)
    {
        do
        {
            date += UnixTime.Day;
        }
        while (!UnixTime.IsWeekday(date));

        return date;
    }

    private static int DaysToNextMonday(long date) => 7 - ((int)UnixTime.DayOfWeek(date) + 6) % 7;

    private static long FirstFriday(long date)
    {
        while (UnixTime.DayOfWeek(date) != DayOfWeek.Friday)
        {
            date += UnixTime.Day;
        }

        return date;
    }
}
