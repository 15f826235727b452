namespace Tradewind.Domain.Market.Alignment;

/// <summary>An entry of a release calendar: the value of a date came out then, whatever the publication rule says.</summary>
/// <param name="Stamp">Date of the value, UNIX nanoseconds UTC; its day counts.</param>
/// <param name="ReleasedAt">When it was published, UNIX nanoseconds UTC, not before the date of the value.</param>
public readonly record struct Release(long Stamp, long ReleasedAt);
