namespace Tradewind.Storage;

/// <summary>
/// Remembers the answers to mutations, so that a request repeated under its id gets the first answer. Requests that were being
/// worked on when the process died are free again once the store is opened.
/// </summary>
public interface IIdempotencyStore
{
    /// <summary>Claims a request id, or says what became of it.</summary>
    /// <param name="method">Method the id belongs to; ids of different methods do not meet.</param>
    /// <param name="requestId">Id the caller chose.</param>
    /// <param name="requestHash">Hash of the request's content.</param>
    /// <param name="cancellation">Cancels the call; the id is then not claimed.</param>
    Task<RequestClaim> TryBeginAsync(string method, string requestId, string requestHash, CancellationToken cancellation = default);

    /// <summary>Keeps the answer of a claimed request.</summary>
    /// <param name="method">Method.</param>
    /// <param name="requestId">Id claimed with <see cref="TryBeginAsync"/>.</param>
    /// <param name="response">Answer to repeat.</param>
    /// <param name="completedTime">UNIX nanoseconds UTC, for <see cref="PurgeAsync"/>.</param>
    /// <param name="cancellation">Cancels the call.</param>
    /// <exception cref="InvalidOperationException">The id is not claimed.</exception>
    Task CompleteAsync(
        string method, string requestId, ReadOnlyMemory<byte> response, long completedTime, CancellationToken cancellation = default);

    /// <summary>Frees a claimed id after a failure, so that the request can be tried again; does nothing for an id not claimed.</summary>
    Task AbandonAsync(string method, string requestId, CancellationToken cancellation = default);

    /// <summary>Forgets answers completed before a time, UNIX nanoseconds UTC.</summary>
    /// <returns>How many were forgotten.</returns>
    Task<int> PurgeAsync(long completedBefore, CancellationToken cancellation = default);
}
