namespace Grpc.Core;

/// <summary>The stream of responses on the server; it ends when the handler returns.</summary>
public interface IServerStreamWriter<in T> : IAsyncStreamWriter<T>
{
}
