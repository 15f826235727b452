namespace Tradewind.Domain.Engine;

/// <summary>
/// Everything that became known at one time. Events are ordered: observations by field ordinal, then by instrument ordinal those of its
/// execution series and its bars; several of one series by their stamps.
/// </summary>
/// <param name="KnownTime">UNIX nanoseconds.</param>
/// <param name="Events">The events; memory may be reused after the slice was processed.</param>
public readonly record struct MarketSlice(long KnownTime, ReadOnlyMemory<MarketEvent> Events);
