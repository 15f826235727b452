namespace Tradewind.Domain.Engine.Recording;

/// <summary>The account after a slice with bars.</summary>
/// <param name="Point">The account.</param>
public sealed record EquityEntry(EquityPoint Point) : LedgerEntry(Point.Time);
