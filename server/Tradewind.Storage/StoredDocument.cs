namespace Tradewind.Storage;

/// <summary>A document: bytes the store does not look into, with what it is found by.</summary>
/// <param name="Collection">Kind of document: <c>models</c>, <c>operations</c>.</param>
/// <param name="Id">Unique in its collection.</param>
/// <param name="Parent">What it belongs to, for listing; null for nothing.</param>
/// <param name="CreatedTime">When it came to be, UNIX nanoseconds UTC.</param>
/// <param name="UpdatedTime">When it was last changed, UNIX nanoseconds UTC.</param>
/// <param name="Body">Content; empty in a list that left bodies out.</param>
public sealed record StoredDocument(
    string Collection, string Id, string? Parent, long CreatedTime, long UpdatedTime, ReadOnlyMemory<byte> Body);
