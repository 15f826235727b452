using Grpc.Core;
using Grpc.Core.Interceptors;

namespace Tradewind.Transport.Tests;

/// <summary>Notes each call it sees, around the call.</summary>
internal sealed class ServerInterceptor(CallJournal journal, string name) : Interceptor, IDisposable
{
    public override async Task<TResponse> UnaryServerHandler<TRequest, TResponse>(
        TRequest request, ServerCallContext context, UnaryServerMethod<TRequest, TResponse> continuation)
    {
        journal.Seen.Add($"{name} before {context.Method}");
        TResponse response = await continuation(request, context);
        journal.Seen.Add($"{name} after");
        return response;
    }

    public override async Task<TResponse> ClientStreamingServerHandler<TRequest, TResponse>(
        IAsyncStreamReader<TRequest> requestStream,
        ServerCallContext context,
        ClientStreamingServerMethod<TRequest, TResponse> continuation)
    {
        journal.Seen.Add($"{name} before {context.Method}");
        return await continuation(requestStream, context);
    }

    public override async Task ServerStreamingServerHandler<TRequest, TResponse>(
        TRequest request,
        IServerStreamWriter<TResponse> responseStream,
        ServerCallContext context,
        ServerStreamingServerMethod<TRequest, TResponse> continuation)
    {
        journal.Seen.Add($"{name} before {context.Method}");
        try
        {
            await continuation(request, responseStream, context);
        }
        catch (InvalidOperationException e)
        {
            throw new RpcException(new Status(StatusCode.FailedPrecondition, e.Message));
        }
    }

    public override async Task DuplexStreamingServerHandler<TRequest, TResponse>(
        IAsyncStreamReader<TRequest> requestStream,
        IServerStreamWriter<TResponse> responseStream,
        ServerCallContext context,
        DuplexStreamingServerMethod<TRequest, TResponse> continuation)
    {
        journal.Seen.Add($"{name} before {context.Method}");
        await continuation(requestStream, responseStream, context);
    }

    public void Dispose() => journal.Seen.Add($"{name} disposed");
}
