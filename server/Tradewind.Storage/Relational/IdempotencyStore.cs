using System.Collections.Concurrent;
using Dapper;

namespace Tradewind.Storage;

/// <summary>
/// Answers in a table, claims in memory: only one process may open the store, so a claim need not outlive it, and a crash frees every
/// claim without a trace to clean up.
/// </summary>
internal sealed class IdempotencyStore(StoreDatabase database) : IIdempotencyStore
{
    private readonly ConcurrentDictionary<(string Method, string RequestId), Claim> _claims = new();

    public async Task<RequestClaim> TryBeginAsync(string method, string requestId, string requestHash, CancellationToken cancellation)
    {
        ArgumentException.ThrowIfNullOrEmpty(requestId);
        Claim mine = new(requestHash);
        Claim holder = _claims.GetOrAdd((method, requestId), mine);
        if (holder != mine)
        {
            return new RequestClaim(holder.RequestHash == requestHash ? RequestOutcome.InProgress : RequestOutcome.Conflict);
        }

        // Claimed before the look-up: an answer written in between is seen, since answers are written before claims are given up.
        bool keep = false;
        try
        {
            (string Hash, byte[] Response)? answer = await FindAsync(method, requestId, cancellation).ConfigureAwait(false);
            keep = answer is null;
            return answer switch
            {
                null => new RequestClaim(RequestOutcome.New),
                var (hash, response) when hash == requestHash => new RequestClaim(RequestOutcome.Replay, response),
                _ => new RequestClaim(RequestOutcome.Conflict),
            };
        }
        finally
        {
            if (!keep)
            {
                _claims.TryRemove((method, requestId), out _);
            }
        }
    }

    public async Task CompleteAsync(
        string method, string requestId, ReadOnlyMemory<byte> response, long completedTime, CancellationToken cancellation)
    {
        if (!_claims.TryGetValue((method, requestId), out Claim? claim))
        {
            throw new InvalidOperationException($"Request '{requestId}' of {method} was not begun, so it cannot be completed.");
        }

        await database.WriteAsync(
            connection => connection.Execute(
                """
                INSERT INTO request (method, request_id, request_hash, completed_time, response)
                VALUES (@method, @requestId, @hash, @completedTime, @body)
                """,
                new { method, requestId, hash = claim.RequestHash, completedTime, body = response.ToArray() }),
            cancellation).ConfigureAwait(false);
        _claims.TryRemove((method, requestId), out _);
    }

    public Task AbandonAsync(string method, string requestId, CancellationToken cancellation)
    {
        _claims.TryRemove((method, requestId), out _);
        return Task.CompletedTask;
    }

    public Task<int> PurgeAsync(long completedBefore, CancellationToken cancellation) => database.WriteAsync(
        connection => connection.Execute("DELETE FROM request WHERE completed_time < @completedBefore", new { completedBefore }), cancellation);

    private Task<(string Hash, byte[] Response)?> FindAsync(string method, string requestId, CancellationToken cancellation) =>
        database.ReadAsync(
            connection => connection
                .Query<(string, byte[])>(
                    "SELECT request_hash, response FROM request WHERE method = @method AND request_id = @requestId", new { method, requestId })
                .Select(row => ((string, byte[])?)row)
                .SingleOrDefault(),
            cancellation);

    /// <summary>A request being worked on; compared by reference, so that of two equal requests only one holds the id.</summary>
    private sealed class Claim(string requestHash)
    {
        public string RequestHash { get; } = requestHash;
    }
}
