namespace Tradewind.Domain.Market.Calendars;

/// <summary>Hours of a regular session, as clock readings of its zone.</summary>
/// <param name="Zone">Zone of the readings.</param>
/// <param name="Open">Open; on the evening before the session's date where later than <paramref name="Close"/> or equal to it.</param>
/// <param name="Close">Close, on the session's date.</param>
/// <param name="EarlyClose">Close of half days; the regular close where the market has none.</param>
public sealed record TradingHours(SessionZone Zone, TimeOnly Open, TimeOnly Close, TimeOnly? EarlyClose = null);
