namespace Tradewind.Domain.Market.Quality;

/// <summary>Stable codes of quality findings.</summary>
public static class QualityCode
{
    /// <summary>Rows absent from the calendar of the instrument.</summary>
    public const string Gaps = "GAPS";

    /// <summary>Saturday or Sunday rows of an instrument that does not trade then.</summary>
    public const string WeekendRows = "WEEKEND_ROWS";

    /// <summary>Fewer rows than a study needs.</summary>
    public const string FewRows = "FEW_ROWS";

    /// <summary>The source delivered a part of what was asked for.</summary>
    public const string Partial = "PARTIAL";

    /// <summary>A symbol or field that was asked for could not be delivered.</summary>
    public const string NotDelivered = "NOT_DELIVERED";

    /// <summary>The last present value is old.</summary>
    public const string StaleFile = "STALE_FILE";

    /// <summary>The last values of a column that normally changes repeat.</summary>
    public const string StaleTail = "STALE_TAIL";

    /// <summary>Values inside a column that normally changes repeat.</summary>
    public const string StaleRun = "STALE_RUN";

    /// <summary>Missing values.</summary>
    public const string MissingValues = "MISSING_VALUES";

    /// <summary>More than 20 % of a column is missing.</summary>
    public const string MissingOver20 = "MISSING_OVER_20_PERCENT";

    /// <summary>More than 50 % of a column is missing.</summary>
    public const string MissingOver50 = "MISSING_OVER_50_PERCENT";

    /// <summary>A column without a single value.</summary>
    public const string EmptyColumn = "EMPTY_COLUMN";

    /// <summary>Error values of a spreadsheet read as missing.</summary>
    public const string ErrorValues = "ERROR_VALUES";

    /// <summary>High, low, open and close contradict each other.</summary>
    public const string OhlcViolation = "OHLC_VIOLATION";

    /// <summary>A price of zero or below.</summary>
    public const string BadPrice = "BAD_PRICE";

    /// <summary>Volume below zero.</summary>
    public const string NegativeVolume = "NEGATIVE_VOLUME";

    /// <summary>Volume of exactly zero.</summary>
    public const string ZeroVolume = "ZERO_VOLUME";

    /// <summary>A fall of more than 30 % within a bar or between two closes.</summary>
    public const string FlashCrash = "FLASH_CRASH";

    /// <summary>Volume above ten times the median of the 30 bars before.</summary>
    public const string VolumeSpike = "VOLUME_SPIKE";

    /// <summary>Changes more than three standard deviations from the mean of the 60 before.</summary>
    public const string Outliers = "OUTLIERS";

    /// <summary>Sessions of the instrument's own calendar without a row.</summary>
    public const string SessionGaps = "SESSION_GAPS";

    /// <summary>Rows on weekdays on which the instrument's own calendar is closed.</summary>
    public const string HolidayRows = "HOLIDAY_ROWS";

    /// <summary>Rows without any value.</summary>
    public const string EmptyRows = "EMPTY_ROWS";

    /// <summary>The rows of the file were not in order of time.</summary>
    public const string UnsortedRows = "UNSORTED_ROWS";

    /// <summary>Values for dates after the release they come from.</summary>
    public const string Forecasts = "FORECASTS";

    /// <summary>A price below zero that the market really had.</summary>
    public const string NegativePrice = "NEGATIVE_PRICE";

    /// <summary>A rise of more than 30 % between two closes.</summary>
    public const string FlashRise = "FLASH_RISE";

    /// <summary>The level changes by a unit factor (42, 100, 1000, ...) from one row to the next and stays there.</summary>
    public const string UnitJump = "UNIT_JUMP";

    /// <summary>The first values are tiny against the rest: the series was being phased in.</summary>
    public const string PhaseIn = "PHASE_IN";

    /// <summary>Weekly rows dated on another day of the week than the others.</summary>
    public const string ShiftedWeekdays = "SHIFTED_WEEKDAYS";

    /// <summary>The series is revised after it was published; files hold the last revision.</summary>
    public const string RevisedSeries = "REVISED_SERIES";
}
