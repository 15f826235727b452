using Grpc.Core;
using Tradewind.Transport.Hosting;

namespace Tradewind.Transport.Calls;

/// <summary>Both sides stream.</summary>
internal sealed class DuplexStreamingCallHandler<TRequest, TResponse>(
    Method<TRequest, TResponse> method, ServiceSettings settings, DuplexStreamingServerMethod<TRequest, TResponse> pipeline)
    : CallHandler<TRequest, TResponse>(method, settings)
    where TRequest : class
    where TResponse : class
{
    protected override Task InvokeAsync(HttpServerCallContext call) => pipeline(RequestStream(call), ResponseStream(call), call);
}
