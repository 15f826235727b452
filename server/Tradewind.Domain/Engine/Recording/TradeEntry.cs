namespace Tradewind.Domain.Engine.Recording;

/// <summary>A round trip.</summary>
/// <param name="Trade">The trade.</param>
public sealed record TradeEntry(Trade Trade) : LedgerEntry(Trade.ExitTime);
