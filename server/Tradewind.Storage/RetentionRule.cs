using Tradewind.Domain.Market;

namespace Tradewind.Storage;

/// <summary>What retention drops. At least one of the two times is set.</summary>
/// <param name="SupersededBefore">
/// Revisions that had been superseded by this time are dropped: reading as of an earlier time then finds nothing. Null keeps them.
/// </param>
/// <param name="HistoryBefore">
/// Rows with earlier times are dropped, in all revisions. What is left becomes a new revision and the only one: earlier ones would no
/// longer be whole. Null keeps them.
/// </param>
/// <param name="InstrumentId">Only this instrument; null for all.</param>
/// <param name="Timeframe">Only series of this timeframe; null for all.</param>
public sealed record RetentionRule(
    long? SupersededBefore = null, long? HistoryBefore = null, string? InstrumentId = null, Timeframe? Timeframe = null);
