using Tradewind.Domain.Engine.Orders;

namespace Tradewind.Domain.Engine.Recording;

/// <summary>A fill.</summary>
/// <param name="Fill">The fill.</param>
public sealed record FillEntry(Fill Fill) : LedgerEntry(Fill.Time);
