using System.Reflection;
using Grpc.Core;
using Microsoft.AspNetCore.Http;
using Tradewind.Transport.Calls;

namespace Tradewind.Transport.Hosting;

/// <summary>Turns each method generated code binds into a request handler that calls the method on an instance made for the call.</summary>
internal sealed class ServiceMethodBinder<TService>(ServiceSettings settings) : ServiceBinderBase
    where TService : class
{
    private readonly List<BoundMethod> _methods = [];

    public IReadOnlyList<BoundMethod> Methods => _methods;

    public override void AddMethod<TRequest, TResponse>(
        Method<TRequest, TResponse> method, UnaryServerMethod<TRequest, TResponse>? handler)
    {
        MethodInfo implementation = Find(method, typeof(TRequest), typeof(ServerCallContext));
        var invoke = implementation.CreateDelegate<Func<TService, TRequest, ServerCallContext, Task<TResponse>>>();
        UnaryServerMethod<TRequest, TResponse> pipeline = InterceptorPipeline.Unary<TRequest, TResponse>(
            settings.Interceptors,
            (request, context) => ServiceActivation<TService>.InvokeAsync(context, service => invoke(service, request, context)));
        Add(method, implementation, new UnaryCallHandler<TRequest, TResponse>(method, settings, pipeline).HandleAsync);
    }

    public override void AddMethod<TRequest, TResponse>(
        Method<TRequest, TResponse> method, ClientStreamingServerMethod<TRequest, TResponse>? handler)
    {
        MethodInfo implementation = Find(method, typeof(IAsyncStreamReader<TRequest>), typeof(ServerCallContext));
        var invoke = implementation.CreateDelegate<Func<TService, IAsyncStreamReader<TRequest>, ServerCallContext, Task<TResponse>>>();
        ClientStreamingServerMethod<TRequest, TResponse> pipeline = InterceptorPipeline.ClientStreaming<TRequest, TResponse>(
            settings.Interceptors,
            (requests, context) => ServiceActivation<TService>.InvokeAsync(context, service => invoke(service, requests, context)));
        Add(method, implementation, new ClientStreamingCallHandler<TRequest, TResponse>(method, settings, pipeline).HandleAsync);
    }

    public override void AddMethod<TRequest, TResponse>(
        Method<TRequest, TResponse> method, ServerStreamingServerMethod<TRequest, TResponse>? handler)
    {
        MethodInfo implementation =
            Find(method, typeof(TRequest), typeof(IServerStreamWriter<TResponse>), typeof(ServerCallContext));
        var invoke = implementation.CreateDelegate<Func<TService, TRequest, IServerStreamWriter<TResponse>, ServerCallContext, Task>>();
        ServerStreamingServerMethod<TRequest, TResponse> pipeline = InterceptorPipeline.ServerStreaming<TRequest, TResponse>(
            settings.Interceptors,
            (request, responses, context) =>
                ServiceActivation<TService>.InvokeAsync(context, service => invoke(service, request, responses, context)));
        Add(method, implementation, new ServerStreamingCallHandler<TRequest, TResponse>(method, settings, pipeline).HandleAsync);
    }

    public override void AddMethod<TRequest, TResponse>(
        Method<TRequest, TResponse> method, DuplexStreamingServerMethod<TRequest, TResponse>? handler)
    {
        MethodInfo implementation = Find(
            method, typeof(IAsyncStreamReader<TRequest>), typeof(IServerStreamWriter<TResponse>), typeof(ServerCallContext));
        var invoke = implementation
            .CreateDelegate<Func<TService, IAsyncStreamReader<TRequest>, IServerStreamWriter<TResponse>, ServerCallContext, Task>>();
        DuplexStreamingServerMethod<TRequest, TResponse> pipeline = InterceptorPipeline.DuplexStreaming<TRequest, TResponse>(
            settings.Interceptors,
            (requests, responses, context) =>
                ServiceActivation<TService>.InvokeAsync(context, service => invoke(service, requests, responses, context)));
        Add(method, implementation, new DuplexStreamingCallHandler<TRequest, TResponse>(method, settings, pipeline).HandleAsync);
    }

    private static MethodInfo Find(IMethod method, params Type[] parameters) =>
        typeof(TService).GetMethod(method.Name, BindingFlags.Public | BindingFlags.Instance, parameters)
        ?? throw new InvalidOperationException($"{typeof(TService)} has no method {method.Name} for {method.FullName}.");

    private void Add(IMethod method, MethodInfo implementation, RequestDelegate handler) =>
        _methods.Add(new BoundMethod(method, handler, implementation.GetCustomAttributes(inherit: true)));
}
