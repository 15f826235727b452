namespace Tradewind.Domain.Market.Futures;

/// <summary>A ticker taken apart.</summary>
/// <param name="Text">Ticker, trimmed.</param>
/// <param name="Kind">What it names.</param>
public sealed record FuturesTicker(string Text, TickerKind Kind)
{
    /// <summary>The commodity of a generic or specific ticker; null otherwise.</summary>
    public CommodityContract? Contract { get; init; }

    /// <summary>Position on the curve of a generic ticker, from 1; null otherwise.</summary>
    public int? Position { get; init; }

    /// <summary>Letter of the delivery month; null for other kinds.</summary>
    public char? MonthCode { get; init; }

    /// <summary>Year as written, one or two digits; empty for other kinds.</summary>
    public string YearDigits { get; init; } = "";

    /// <summary>Delivery month; null for other kinds, and for one year digit without a reference date.</summary>
    public DeliveryMonth? Delivery { get; init; }

    /// <summary>Month number, 1 to 12; null for other kinds.</summary>
    public int? Month => MonthCode is { } code ? DeliveryMonth.Letters.IndexOf(code, StringComparison.Ordinal) + 1 : null;
}
