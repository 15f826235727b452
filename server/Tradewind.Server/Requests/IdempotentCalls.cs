using Google.Protobuf;
using Tradewind.Domain.Errors;
using Tradewind.Domain.Market;
using Tradewind.Server.Mapping;
using Tradewind.Storage;

namespace Tradewind.Server.Requests;

/// <summary>Runs a mutation at most once per request id: the same id returns the first answer, with other content it is an error.</summary>
internal sealed class IdempotentCalls(IStore store, TimeProvider clock)
{
    private const int LongestId = 100;

    /// <summary>Runs the mutation, or returns the stored answer of the same request.</summary>
    /// <param name="method">Full name of the RPC.</param>
    /// <param name="requestId">Id the caller chose; empty runs without protection.</param>
    /// <param name="content">What the request asks for, hashed to notice an id used twice.</param>
    /// <param name="parser">Reads a stored answer.</param>
    /// <param name="mutation">Does the work.</param>
    /// <param name="cancellation">Cancels the call.</param>
    public async Task<TResponse> RunAsync<TResponse>(
        string method, string requestId, IMessage content, MessageParser<TResponse> parser, Func<Task<TResponse>> mutation, CancellationToken cancellation)
        where TResponse : class, IMessage<TResponse>
    {
        using ContentHash hash = new();
        return await RunAsync(method, requestId, hash.Add(content.ToByteString().ToBase64()).Finish(), parser, mutation, cancellation).ConfigureAwait(false);
    }

    /// <summary>The same with the hash of the content already known.</summary>
    public async Task<TResponse> RunAsync<TResponse>(
        string method, string requestId, string contentHash, MessageParser<TResponse> parser, Func<Task<TResponse>> mutation, CancellationToken cancellation)
        where TResponse : class, IMessage<TResponse>
    {
        if (requestId.Length == 0)
        {
            return await mutation().ConfigureAwait(false);
        }

        CheckId(requestId);
        RequestClaim claim = await store.Requests.TryBeginAsync(method, requestId, contentHash, cancellation).ConfigureAwait(false);
        switch (claim.Outcome)
        {
            case RequestOutcome.Replay:
                return parser.ParseFrom(claim.Response.Span);
            case RequestOutcome.Conflict:
                throw new InvalidInputException(
                    "REQUEST_ID_REUSED", "request_id", $"'{requestId}' was used for a different request. Use a new id for new content.");
            case RequestOutcome.InProgress:
                throw new PreconditionException(
                    "REQUEST_IN_PROGRESS", $"A request with id '{requestId}' is being worked on. Repeat it later to get its answer.");
        }

        TResponse response;
        try
        {
            response = await mutation().ConfigureAwait(false);
        }
        catch
        {
            await store.Requests.AbandonAsync(method, requestId, CancellationToken.None).ConfigureAwait(false);
            throw;
        }

        // The work is done: a caller that went away must still find the answer when it repeats the request.
        await store.Requests.CompleteAsync(
            method, requestId, response.ToByteArray(), ProtoTime.NowNanoseconds(clock), CancellationToken.None).ConfigureAwait(false);
        return response;
    }

    /// <summary>Checks a request id.</summary>
    /// <exception cref="InvalidInputException">It is too long or holds control characters.</exception>
    public static void CheckId(string requestId)
    {
        if (requestId.Length > LongestId || requestId.Any(char.IsControl))
        {
            throw new InvalidInputException("REQUEST_ID_INVALID", "request_id", $"must be at most {LongestId} printable characters.");
        }
    }
}
