namespace Tradewind.Domain.Engine.Recording;

/// <summary>One thing an engine told its journal.</summary>
/// <param name="Time">When, UNIX nanoseconds.</param>
public abstract record LedgerEntry(long Time);
