namespace Tradewind.Domain.Engine.Recording;

/// <summary>An end to trading.</summary>
/// <param name="Time">When.</param>
/// <param name="Reason">Reason in words.</param>
public sealed record HaltEntry(long Time, string Reason) : LedgerEntry(Time);
