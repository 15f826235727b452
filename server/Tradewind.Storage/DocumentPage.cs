using System.Collections.Immutable;

namespace Tradewind.Storage;

/// <summary>A page of documents.</summary>
/// <param name="Documents">The documents, newest created first.</param>
/// <param name="NextPageToken">Token of the next page; null after the last.</param>
public sealed record DocumentPage(ImmutableArray<StoredDocument> Documents, string? NextPageToken);
