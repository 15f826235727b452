namespace Tradewind.Storage;

/// <summary>Which documents to list.</summary>
/// <param name="Collection">Collection.</param>
/// <param name="Parent">Only documents of this parent; null for all.</param>
/// <param name="PageToken">Token of the page before; null for the first page.</param>
/// <param name="Size">Most documents to return, positive.</param>
/// <param name="WithBodies">False to leave bodies empty, for lists of large documents.</param>
public sealed record DocumentQuery(
    string Collection, string? Parent = null, string? PageToken = null, int Size = 100, bool WithBodies = true);
