namespace Tradewind.Storage;

/// <summary>One event of a journal.</summary>
/// <param name="Sequence">Position in its stream, from 1 without gaps.</param>
/// <param name="EventTime">When it happened, UNIX nanoseconds UTC.</param>
/// <param name="Kind">What happened; decides how the payload is read.</param>
/// <param name="Payload">The event in the form its kind defines.</param>
public sealed record JournalEntry(long Sequence, long EventTime, string Kind, ReadOnlyMemory<byte> Payload);
