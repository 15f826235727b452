namespace Tradewind.Sources.Caching;

/// <summary>How long answers of each kind stay good (oil specification, section 9; data specification, section 9.3).</summary>
public static class DataLifetime
{
    /// <summary>Quotes: long enough to share the answer to requests made at once.</summary>
    public static readonly TimeSpan Quote = TimeSpan.FromSeconds(1);

    /// <summary>How long the last quote may stand in for one that cannot be had, marked as stale.</summary>
    public static readonly TimeSpan StaleQuote = TimeSpan.FromDays(1);

    /// <summary>Bars shorter than a day, and curves of futures.</summary>
    public static readonly TimeSpan Intraday = TimeSpan.FromSeconds(60);

    /// <summary>Daily history, and answers of web services.</summary>
    public static readonly TimeSpan History = TimeSpan.FromMinutes(5);

    /// <summary>Names, currencies and other static data.</summary>
    public static readonly TimeSpan Reference = TimeSpan.FromDays(7);

    /// <summary>A lifetime for what trades in market hours only: ten times as long while the market is closed.</summary>
    public static TimeSpan InMarketHours(TimeSpan lifetime, DateTimeOffset now) => lifetime * MarketHours.LifetimeFactor(now);
}
