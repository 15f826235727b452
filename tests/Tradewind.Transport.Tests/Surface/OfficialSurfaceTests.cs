using System.Reflection;
using Grpc.Core;
using Grpc.Net.Client;
using Microsoft.AspNetCore.Builder;

namespace Tradewind.Transport.Tests;

/// <summary>
/// Code written for the transport must compile, and run, on the official packages: what is public here is public there, in the same shape.
/// Of the official assemblies two can be had; of the others, the part those two call is known from their references.
/// </summary>
public sealed class OfficialSurfaceTests
{
    private const string Client = "grpc.net.client/2.85.0/lib/net10.0/Grpc.Net.Client.dll";
    private const string Server = "grpc.aspnetcore.server/2.85.0/lib/net10.0/Grpc.AspNetCore.Server.dll";

    /// <summary>Public types here whose official assemblies cannot be downloaded.</summary>
    private static readonly string[] OfOtherPackages =
    [
        "Grpc.AspNetCore.Web.", "Grpc.AspNetCore.HealthChecks.", "Grpc.Health.V1.", "Grpc.HealthCheck.", "Grpc.Reflection.",
        "Microsoft.AspNetCore.Builder.GrpcHealthChecks", "Microsoft.AspNetCore.Builder.GrpcReflection", "Microsoft.AspNetCore.Builder.GrpcWeb",
        "Microsoft.Extensions.DependencyInjection.GrpcHealthChecks", "Microsoft.Extensions.DependencyInjection.GrpcReflection",
    ];

    /// <summary>Members of Grpc.Core.Api the official implementations share with it, which are no business of an application.</summary>
    private static readonly string[] Unused =
    [
        "Grpc.Core.CallCredentials: System.Void InternalPopulateConfiguration(Grpc.Core.CallCredentialsConfiguratorBase, System.Object)",
        "Grpc.Core.CallCredentialsConfiguratorBase: System.Void .ctor()",
        "Grpc.Core.ChannelCredentials: System.Void InternalPopulateConfiguration(Grpc.Core.ChannelCredentialsConfiguratorBase, System.Object)",
        "Grpc.Core.ChannelCredentialsConfiguratorBase: System.Void .ctor()",
        // What MapGrpcService(ServerServiceDefinition) calls; it is here, but internal there as well.
        "Grpc.Core.ServerServiceDefinition: System.Void BindService(Grpc.Core.ServiceBinderBase)",
    ];

    [Fact]
    public void Client_surface_is_that_of_Grpc_Net_Client() =>
        Assert.Equal(string.Empty, Differences(typeof(GrpcChannel).Assembly, Client));

    [Fact]
    public void Server_surface_is_that_of_Grpc_AspNetCore_Server() =>
        Assert.Equal(string.Empty, Differences(typeof(GrpcServiceEndpointConventionBuilder).Assembly, Server));

    [Theory]
    [InlineData(Client)]
    [InlineData(Server)]
    public void Core_members_the_official_assemblies_call_are_here_in_the_same_shape(string official)
    {
        IReadOnlyDictionary<string, SortedSet<string>> ours = PublicSurface.Read(typeof(RpcException).Assembly.Location).Types;
        var missing = new List<string>();
        foreach ((string type, SortedSet<string> members) in PublicSurface.ReadUses(PathOf(official), "Grpc."))
        {
            HashSet<string> here = ours.TryGetValue(type, out SortedSet<string>? lines)
                ? [.. lines.Select(line => PublicSurface.WithoutModifiers(line).Split(" (")[0])]
                : [];
            missing.AddRange(members.Where(member => !here.Contains(member)).Select(member => $"{type}: {member}"));
        }

        Assert.Equal(string.Empty, string.Join('\n', missing.Except(Unused)));
    }

    [Fact]
    public void A_changed_shape_is_noticed()
    {
        IReadOnlyDictionary<string, SortedSet<string>> official = PublicSurface.Read(PathOf(Client)).Types;
        SortedSet<string> channel = official["Grpc.Net.Client.GrpcChannel"];
        Assert.Contains("public Static []: Grpc.Net.Client.GrpcChannel ForAddress(System.Uri) (address)", channel);
        Assert.DoesNotContain("public Static []: Grpc.Net.Client.GrpcChannel ForAddress(System.Uri) (uri)", channel);
        Assert.Contains("type: Sealed [] base Grpc.Core.ChannelBase", channel);
    }

    private static string Differences(Assembly ours, string official)
    {
        IReadOnlyDictionary<string, SortedSet<string>> theirs = PublicSurface.Read(PathOf(official)).Types;
        var differences = new List<string>();
        foreach ((string type, SortedSet<string> lines) in PublicSurface.Read(ours.Location).Types)
        {
            if (OfOtherPackages.Any(prefix => type.StartsWith(prefix, StringComparison.Ordinal)))
            {
                continue;
            }

            differences.AddRange(theirs.TryGetValue(type, out SortedSet<string>? same)
                ? lines.Except(same).Select(line => $"{type}: {line}")
                : [$"{type} is not there"]);
        }

        return string.Join('\n', differences);
    }

    private static string PathOf(string assembly)
    {
        string folder = typeof(OfficialSurfaceTests).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>()
            .Single(attribute => attribute.Key == "PackageFolder").Value!;
        return Path.Combine(folder, assembly);
    }
}
