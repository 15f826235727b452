namespace Tradewind.Domain.Market.Calendars;

/// <summary>One session.</summary>
/// <param name="Date">Trade date.</param>
/// <param name="Open">Open, UNIX nanoseconds UTC.</param>
/// <param name="Close">Close, exclusive, UNIX nanoseconds UTC.</param>
/// <param name="IsShort">True on half days.</param>
public readonly record struct TradingSession(DateOnly Date, long Open, long Close, bool IsShort);
