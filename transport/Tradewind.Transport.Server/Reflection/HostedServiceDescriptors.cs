using System.Reflection;
using Google.Protobuf.Reflection;
using Grpc.AspNetCore.Server;
using Grpc.Core;
using Microsoft.AspNetCore.Routing;

namespace Tradewind.Transport.Hosting;

/// <summary>The descriptors of all services a host has mapped, found through their generated code.</summary>
internal static class HostedServiceDescriptors
{
    public static IEnumerable<ServiceDescriptor> From(EndpointDataSource endpoints) => endpoints.Endpoints
        .Select(endpoint => endpoint.Metadata.GetMetadata<GrpcMethodMetadata>()?.ServiceType)
        .OfType<Type>()
        .Distinct()
        .Select(Find)
        .OfType<ServiceDescriptor>()
        .DistinctBy(service => service.FullName);

    /// <summary>Null for services that were not generated from a proto file and have no descriptor.</summary>
    private static ServiceDescriptor? Find(Type serviceType) => serviceType
        .GetCustomAttribute<BindServiceMethodAttribute>(inherit: true)?.BindType
        .GetProperty("Descriptor", BindingFlags.Public | BindingFlags.Static)?
        .GetValue(null) as ServiceDescriptor;
}
