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
}
