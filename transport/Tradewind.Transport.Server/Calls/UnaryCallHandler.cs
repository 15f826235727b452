using Grpc.Core;
using Tradewind.Transport.Hosting;

namespace Tradewind.Transport.Calls;

/// <summary>One request, one response.</summary>
internal sealed class UnaryCallHandler<TRequest, TResponse>(
    Method<TRequest, TResponse> method, ServiceSettings settings, UnaryServerMethod<TRequest, TResponse> pipeline)
    : CallHandler<TRequest, TResponse>(method, settings)
    where TRequest : class
    where TResponse : class
{
    protected override async Task InvokeAsync(HttpServerCallContext call)
    {
        TRequest request = await ReadSingleRequestAsync(call).ConfigureAwait(false);
        TResponse response = await pipeline(request, call).ConfigureAwait(false);
        await WriteSingleResponseAsync(call, response).ConfigureAwait(false);
    }
}
