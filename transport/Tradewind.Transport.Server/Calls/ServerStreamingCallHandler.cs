using Grpc.Core;
using Tradewind.Transport.Hosting;

namespace Tradewind.Transport.Calls;

/// <summary>One request, a stream of responses.</summary>
internal sealed class ServerStreamingCallHandler<TRequest, TResponse>(
    Method<TRequest, TResponse> method, ServiceSettings settings, ServerStreamingServerMethod<TRequest, TResponse> pipeline)
    : CallHandler<TRequest, TResponse>(method, settings)
    where TRequest : class
    where TResponse : class
{
    protected override async Task InvokeAsync(HttpServerCallContext call)
    {
        TRequest request = await ReadSingleRequestAsync(call).ConfigureAwait(false);
        await pipeline(request, ResponseStream(call), call).ConfigureAwait(false);
    }
}
