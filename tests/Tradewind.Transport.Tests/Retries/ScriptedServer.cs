using System.Collections.Concurrent;
using Grpc.Core;
using Grpc.Core.Interceptors;

namespace Tradewind.Transport.Tests;

/// <summary>Makes the first calls of a host fail or hang, and remembers what each said of earlier attempts.</summary>
internal sealed class ScriptedServer : Interceptor
{
    private int _calls;

    /// <summary>How many calls fail, before any is answered.</summary>
    public int Failures { get; init; }

    /// <summary>How many calls wait until they are cancelled, before any other fails or is answered.</summary>
    public int Hangs { get; init; }

    public StatusCode Code { get; init; } = StatusCode.Unavailable;

    /// <summary>What failed calls say about another attempt.</summary>
    public string? Pushback { get; init; }

    /// <summary>The attempts each call said went before; null where it said nothing.</summary>
    public ConcurrentQueue<string?> PreviousAttempts { get; } = [];

    /// <summary>One is released for each call that begins to hang.</summary>
    public SemaphoreSlim Hanging { get; } = new(0);

    /// <summary>One is released for each hanging call that was cancelled.</summary>
    public SemaphoreSlim Cancelled { get; } = new(0);

    public int Calls => _calls;

    public override async Task<TResponse> UnaryServerHandler<TRequest, TResponse>(
        TRequest request, ServerCallContext context, UnaryServerMethod<TRequest, TResponse> continuation)
    {
        await PlayAsync(context);
        return await continuation(request, context);
    }

    public override async Task<TResponse> ClientStreamingServerHandler<TRequest, TResponse>(
        IAsyncStreamReader<TRequest> requestStream, ServerCallContext context, ClientStreamingServerMethod<TRequest, TResponse> continuation)
    {
        await PlayAsync(context);
        return await continuation(requestStream, context);
    }

    public override async Task ServerStreamingServerHandler<TRequest, TResponse>(
        TRequest request,
        IServerStreamWriter<TResponse> responseStream,
        ServerCallContext context,
        ServerStreamingServerMethod<TRequest, TResponse> continuation)
    {
        await PlayAsync(context);
        await continuation(request, responseStream, context);
    }

    public override async Task DuplexStreamingServerHandler<TRequest, TResponse>(
        IAsyncStreamReader<TRequest> requestStream,
        IServerStreamWriter<TResponse> responseStream,
        ServerCallContext context,
        DuplexStreamingServerMethod<TRequest, TResponse> continuation)
    {
        await PlayAsync(context);
        await continuation(requestStream, responseStream, context);
    }

    private async Task PlayAsync(ServerCallContext context)
    {
        PreviousAttempts.Enqueue(context.RequestHeaders.GetValue("grpc-previous-rpc-attempts"));
        int call = Interlocked.Increment(ref _calls);
        if (call <= Hangs)
        {
            Hanging.Release();
            try
            {
                await Task.Delay(Timeout.Infinite, context.CancellationToken);
            }
            finally
            {
                Cancelled.Release();
            }
        }

        if (call <= Hangs + Failures)
        {
            throw new RpcException(
                new Status(Code, $"Failure {call}."), Pushback is null ? [] : new Metadata { { "grpc-retry-pushback-ms", Pushback } });
        }
    }
}
