using System.Reflection;
using Grpc.AspNetCore.Server;
using Grpc.Core;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Tradewind.Transport.Calls;

namespace Tradewind.Transport.Hosting;

/// <summary>Maps the methods that generated code binds for a service type to one POST endpoint each.</summary>
internal sealed class ServiceMapper<TService>(
    IOptions<GrpcServiceOptions> globalOptions,
    IOptions<GrpcServiceOptions<TService>> serviceOptions,
    MappedServices mapped,
    CallDrain drain,
    ILoggerFactory loggers)
    where TService : class
{
    public IReadOnlyList<IEndpointConventionBuilder> Map(IEndpointRouteBuilder routes)
    {
        ILogger logger = loggers.CreateLogger("Grpc.AspNetCore.Server.ServerCallHandler");
        var settings = ServiceSettings.Merge(globalOptions.Value, serviceOptions.Value, drain, logger);
        var binder = new ServiceMethodBinder<TService>(settings);
        Bind(binder);

        var endpoints = new List<IEndpointConventionBuilder>();
        foreach (BoundMethod bound in binder.Methods)
        {
            IEndpointConventionBuilder endpoint = routes.Map(bound.Method.FullName, bound.Handler);
            endpoint.Add(builder =>
            {
                builder.DisplayName = $"gRPC - {bound.Method.FullName}";
                builder.Metadata.Add(new HttpMethodMetadata([HttpMethods.Post], acceptCorsPreflight: true));
                builder.Metadata.Add(new GrpcMethodMetadata(typeof(TService), bound.Method));
                foreach (object attribute in (object[])[.. typeof(TService).GetCustomAttributes(inherit: true), .. bound.Attributes])
                {
                    builder.Metadata.Add(attribute);
                }
            });
            endpoints.Add(endpoint);
        }

        if (globalOptions.Value.IgnoreUnknownServices is not true && !mapped.IsFallbackMapped)
        {
            mapped.IsFallbackMapped = true;
            UnimplementedCall.Map(routes);
        }

        return endpoints;
    }

    private static void Bind(ServiceMethodBinder<TService> binder)
    {
        BindServiceMethodAttribute attribute = typeof(TService).GetCustomAttribute<BindServiceMethodAttribute>(inherit: true)
            ?? throw new InvalidOperationException($"{typeof(TService)} does not derive from a generated gRPC service base.");
        MethodInfo bind = attribute.BindType
            .GetMethods(BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Static)
            .SingleOrDefault(method => method.Name == attribute.BindMethodName
                && method.GetParameters() is [{ ParameterType: var first }, { ParameterType: var second }]
                && first == typeof(ServiceBinderBase)
                && second.IsAssignableFrom(typeof(TService)))
            ?? throw new InvalidOperationException(
                $"{attribute.BindType} has no static method {attribute.BindMethodName}(ServiceBinderBase, {typeof(TService).BaseType}).");
        // Binding without an instance: it only lists the methods, instances are made for each call.
        bind.Invoke(null, [binder, null]);
    }
}
