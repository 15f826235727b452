namespace Tradewind.Storage;

/// <summary>Documents by collection and id. The store has no clock: times are passed in.</summary>
public interface IDocumentStore
{
    /// <summary>Inserts the document, or replaces parent, updated time and body of the one there; its created time stays.</summary>
    Task PutAsync(StoredDocument document, CancellationToken cancellation = default);

    /// <summary>Inserts the document unless one of that id is there.</summary>
    /// <returns>False when the id is taken; nothing was changed.</returns>
    Task<bool> TryInsertAsync(StoredDocument document, CancellationToken cancellation = default);

    /// <summary>The document, or null where there is none.</summary>
    Task<StoredDocument?> GetAsync(string collection, string id, CancellationToken cancellation = default);

    /// <summary>
    /// One page, newest created first, ids ascending among equal times. Documents inserted meanwhile do not shift later pages.
    /// </summary>
    /// <exception cref="Tradewind.Domain.Errors.InvalidInputException">The page token is not one this store gave.</exception>
    Task<DocumentPage> ListAsync(DocumentQuery query, CancellationToken cancellation = default);

    /// <summary>Deletes the document.</summary>
    /// <returns>False when there was none.</returns>
    Task<bool> DeleteAsync(string collection, string id, CancellationToken cancellation = default);
}
