using System.Diagnostics.CodeAnalysis;
using Grpc.Core.Interceptors;
using Microsoft.Extensions.DependencyInjection;

namespace Grpc.AspNetCore.Server;

/// <summary>An interceptor type with the arguments it is made from.</summary>
public class InterceptorRegistration
{
    private readonly object[] _arguments;

    internal InterceptorRegistration(
        [DynamicallyAccessedMembers(DynamicallyAccessedMemberTypes.PublicConstructors)] Type type, object[] arguments)
    {
        Type = type;
        _arguments = arguments;
    }

    /// <summary>The type of the interceptor.</summary>
    [DynamicallyAccessedMembers(DynamicallyAccessedMemberTypes.PublicConstructors)]
    public Type Type { get; }

    /// <summary>The constructor arguments that were given.</summary>
    public IReadOnlyList<object> Arguments => _arguments;

    /// <summary>The interceptor of a call: the registered service, or an instance made for the call, which the call then owns.</summary>
    internal Interceptor Create(IServiceProvider services, out bool isOwned)
    {
        if (_arguments.Length == 0 && services.GetService(Type) is Interceptor registered)
        {
            isOwned = false;
            return registered;
        }

        isOwned = true;
        return (Interceptor)ActivatorUtilities.CreateInstance(services, Type, _arguments);
    }
}
