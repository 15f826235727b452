namespace Grpc.Core;

/// <summary>The stream of requests on the client.</summary>
public interface IClientStreamWriter<in T> : IAsyncStreamWriter<T>
{
    /// <summary>Ends the stream; no write may follow or be under way.</summary>
    Task CompleteAsync();
}
