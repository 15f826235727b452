using Grpc.Core;
using Microsoft.Extensions.DependencyInjection;

namespace Tradewind.Transport.Hosting;

/// <summary>Gets the service of a call: the registered instance, or one made for the call and disposed with it.</summary>
internal static class ServiceActivation<TService>
    where TService : class
{
    private static readonly Lazy<ObjectFactory<TService>> Factory = new(() => ActivatorUtilities.CreateFactory<TService>([]));

    public static Task<T> InvokeAsync<T>(ServerCallContext context, Func<TService, Task<T>> invoke)
    {
        IServiceProvider services = context.GetHttpContext().RequestServices;
        return services.GetService<TService>() is { } registered
            ? invoke(registered)
            : InvokeOwnedAsync(Factory.Value(services, []), invoke);
    }

    public static Task InvokeAsync(ServerCallContext context, Func<TService, Task> invoke)
    {
        IServiceProvider services = context.GetHttpContext().RequestServices;
        return services.GetService<TService>() is { } registered
            ? invoke(registered)
            : InvokeOwnedAsync(Factory.Value(services, []), invoke);
    }

    private static async Task<T> InvokeOwnedAsync<T>(TService service, Func<TService, Task<T>> invoke)
    {
        try
        {
            return await invoke(service).ConfigureAwait(false);
        }
        finally
        {
            await DisposalOf.Async(service).ConfigureAwait(false);
        }
    }

    private static async Task InvokeOwnedAsync(TService service, Func<TService, Task> invoke)
    {
        try
        {
            await invoke(service).ConfigureAwait(false);
        }
        finally
        {
            await DisposalOf.Async(service).ConfigureAwait(false);
        }
    }
}
