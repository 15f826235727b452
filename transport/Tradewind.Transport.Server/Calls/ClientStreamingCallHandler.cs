using Grpc.Core;
using Tradewind.Transport.Hosting;

namespace Tradewind.Transport.Calls;

/// <summary>A stream of requests, one response.</summary>
internal sealed class ClientStreamingCallHandler<TRequest, TResponse>(
    Method<TRequest, TResponse> method, ServiceSettings settings, ClientStreamingServerMethod<TRequest, TResponse> pipeline)
    : CallHandler<TRequest, TResponse>(method, settings)
    where TRequest : class
    where TResponse : class
{
    protected override async Task InvokeAsync(HttpServerCallContext call)
    {
        TResponse response = await pipeline(RequestStream(call), call).ConfigureAwait(false);
        await WriteSingleResponseAsync(call, response).ConfigureAwait(false);
    }
}
