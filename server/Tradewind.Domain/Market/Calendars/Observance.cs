namespace Tradewind.Domain.Market.Calendars;

/// <summary>On which day a holiday is kept that falls on a weekend.</summary>
public enum Observance
{
    /// <summary>On its date only.</summary>
    Exact = 0,

    /// <summary>A Sunday is kept on Monday, a Saturday not at all.</summary>
    SundayToMonday,

    /// <summary>A Saturday is kept on Friday, a Sunday on Monday.</summary>
    Nearest,

    /// <summary>Saturday and Sunday are both kept on Monday (substitute days of the United Kingdom).</summary>
    NextMonday,
}
