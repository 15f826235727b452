namespace Tradewind.Storage;

/// <summary>A journal that has at least one entry.</summary>
/// <param name="Id">Stream id, by convention kind and name: <c>paper/alpha</c>.</param>
/// <param name="LastSequence">Sequence of its last entry, which is also their number.</param>
public sealed record JournalStream(string Id, long LastSequence);
