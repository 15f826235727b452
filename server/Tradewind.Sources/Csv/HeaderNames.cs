namespace Tradewind.Sources.Csv;

/// <summary>The names that files give to dates and bar fields.</summary>
internal static class HeaderNames
{
    public const string AdjustedClose = "adj_close";
    public const string Volume = "volume";
    public const string OpenInterest = "open_interest";

    /// <summary>The four prices of a bar, in the order of the series.</summary>
    public static readonly string[] Prices = ["open", "high", "low", "close"];

    // In the order of preference, for files that carry the time twice (a UNIX number beside a date).
    private static readonly string[] DateNames =
    [
        "opentime", "timestamp", "datetime", "date", "dates", "time", "observationdate", "period", "day", "timeutc", "dateutc", "gmttime",
        "tradedate", "tradingday", "unix", "unixtime", "timestampms", "ts",
    ];

    /// <summary>Preference of a header as date column: 0 is the best, −1 is none.</summary>
    public static int DatePreference(string header) => Array.IndexOf(DateNames, Normal(header));

    /// <summary>Field of a bar that a header names; null for any other header.</summary>
    /// <param name="header">Header as written.</param>
    /// <param name="loose">Read o, h, l, c, v, OI and the vendor's PX_LAST too; only safe where all four prices are there.</param>
    public static string? BarField(string header, bool loose) => Normal(header) switch
    {
        "open" or "openprice" or "pxopen" => "open",
        "high" or "highprice" or "pxhigh" => "high",
        "low" or "lowprice" or "pxlow" => "low",
        "close" or "closeprice" or "closelast" => "close",
        "adjclose" or "adjustedclose" or "closeadjusted" => AdjustedClose,
        "volume" or "vol" or "basevolume" or "volumebase" => Volume,
        "o" when loose => "open",
        "h" when loose => "high",
        "l" when loose => "low",
        "c" when loose => "close",
        "v" or "pxvolume" when loose => Volume,
        "pxlast" or "pxclose" or "settle" when loose => "close",
        "oi" or "openint" or "openinterest" when loose => OpenInterest,
        _ => null,
    };

    /// <summary>True for headers that mean the money traded; they serve as volume where a file has no other.</summary>
    public static bool IsTurnover(string header) => Normal(header) is "turnover" or "quotevolume" or "volumequote" or "amount";

    private static string Normal(string header) =>
        string.Concat(header.Where(c => c is not (' ' or '_' or '-' or '.' or '/' or '(' or ')'))).ToLowerInvariant();
}
