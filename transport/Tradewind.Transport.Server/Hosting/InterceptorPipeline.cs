using Grpc.AspNetCore.Server;
using Grpc.Core;
using Grpc.Core.Interceptors;

namespace Tradewind.Transport.Hosting;

/// <summary>Puts interceptors before a method, built once; the interceptors themselves are resolved for each call.</summary>
internal static class InterceptorPipeline
{
    public static UnaryServerMethod<TRequest, TResponse> Unary<TRequest, TResponse>(
        IReadOnlyList<InterceptorRegistration> interceptors, UnaryServerMethod<TRequest, TResponse> method)
        where TRequest : class
        where TResponse : class =>
        interceptors.Reverse().Aggregate(method, (next, registration) => (request, context) =>
            InvokeAsync(registration, context, interceptor => interceptor.UnaryServerHandler(request, context, next)));

    public static ClientStreamingServerMethod<TRequest, TResponse> ClientStreaming<TRequest, TResponse>(
        IReadOnlyList<InterceptorRegistration> interceptors, ClientStreamingServerMethod<TRequest, TResponse> method)
        where TRequest : class
        where TResponse : class =>
        interceptors.Reverse().Aggregate(method, (next, registration) => (requests, context) =>
            InvokeAsync(registration, context, interceptor => interceptor.ClientStreamingServerHandler(requests, context, next)));

    public static ServerStreamingServerMethod<TRequest, TResponse> ServerStreaming<TRequest, TResponse>(
        IReadOnlyList<InterceptorRegistration> interceptors, ServerStreamingServerMethod<TRequest, TResponse> method)
        where TRequest : class
        where TResponse : class =>
        interceptors.Reverse().Aggregate(method, (next, registration) => (request, responses, context) =>
            InvokeAsync(registration, context, interceptor => Done(
                interceptor.ServerStreamingServerHandler(request, responses, context, next))));

    public static DuplexStreamingServerMethod<TRequest, TResponse> DuplexStreaming<TRequest, TResponse>(
        IReadOnlyList<InterceptorRegistration> interceptors, DuplexStreamingServerMethod<TRequest, TResponse> method)
        where TRequest : class
        where TResponse : class =>
        interceptors.Reverse().Aggregate(method, (next, registration) => (requests, responses, context) =>
            InvokeAsync(registration, context, interceptor => Done(
                interceptor.DuplexStreamingServerHandler(requests, responses, context, next))));

    private static async Task<T> InvokeAsync<T>(
        InterceptorRegistration registration, ServerCallContext context, Func<Interceptor, Task<T>> invoke)
    {
        Interceptor interceptor = registration.Create(context.GetHttpContext().RequestServices, out bool isOwned);
        try
        {
            return await invoke(interceptor).ConfigureAwait(false);
        }
        finally
        {
            if (isOwned)
            {
                await DisposalOf.Async(interceptor).ConfigureAwait(false);
            }
        }
    }

    private static async Task<bool> Done(Task task)
    {
        await task.ConfigureAwait(false);
        return true;
    }
}
