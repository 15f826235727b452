using Tradewind.Domain.Strategies;

namespace Tradewind.Domain.Engine.Recording;

/// <summary>A signal.</summary>
/// <param name="Signal">The signal.</param>
public sealed record SignalEntry(Signal Signal) : LedgerEntry(Signal.Time);
