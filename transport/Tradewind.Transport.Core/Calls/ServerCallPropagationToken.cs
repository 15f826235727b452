namespace Grpc.Core;

/// <summary>The token a server call hands out: what is not propagated is null or the token that never fires.</summary>
internal sealed class ServerCallPropagationToken(DateTime? deadline, CancellationToken cancellationToken) : ContextPropagationToken
{
    public DateTime? Deadline { get; } = deadline;

    public CancellationToken CancellationToken { get; } = cancellationToken;
}
