using Tradewind.Domain.Engine.Accounts;

namespace Tradewind.Domain.Engine.Recording;

/// <summary>Money paid or received for holding a position.</summary>
/// <param name="Charge">The charge.</param>
public sealed record FinancingEntry(FinancingCharge Charge) : LedgerEntry(Charge.Time);
