using Google.Protobuf.Reflection;
using Grpc.Core;
using Grpc.Health.V1;
using Grpc.HealthCheck;
using Grpc.Reflection;
using Grpc.Reflection.V1;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using ServingStatus = Grpc.Health.V1.HealthCheckResponse.Types.ServingStatus;

namespace Tradewind.Transport.Tests;

public sealed class ReflectionAndHealthTests : IAsyncLifetime
{
    private TestHost _host = null!;
    private volatile bool _isHealthy = true;

    public async Task InitializeAsync() => _host = await TestHost.StartAsync(services: services => services
        .AddGrpcHealthChecks()
        .AddCheck("switch", () => _isHealthy ? HealthCheckResult.Healthy() : HealthCheckResult.Unhealthy()));

    public async Task DisposeAsync() => await _host.DisposeAsync();

    [Fact]
    public async Task Reflection_lists_all_mapped_services()
    {
        ServerReflectionResponse response = await AskAsync(new ServerReflectionRequest { ListServices = "", Host = "here" });
        Assert.Equal(
            [
                "grpc.health.v1.Health", "grpc.reflection.v1.ServerReflection", "grpc.reflection.v1alpha.ServerReflection",
                "tradewind.transport.tests.Interop",
            ],
            response.ListServicesResponse.Service.Select(service => service.Name));
        Assert.Equal("here", response.ValidHost);
        Assert.Equal("here", response.OriginalRequest.Host);
    }

    [Theory]
    [InlineData("tradewind.transport.tests.Interop")]
    [InlineData("tradewind.transport.tests.Interop.Unary")]
    [InlineData("tradewind.transport.tests.Reply")]
    [InlineData("tradewind.transport.tests.Reply.price")]
    public async Task Reflection_finds_the_file_of_a_symbol(string symbol)
    {
        ServerReflectionResponse response = await AskAsync(new ServerReflectionRequest { FileContainingSymbol = symbol });
        FileDescriptorProto file = FileDescriptorProto.Parser.ParseFrom(response.FileDescriptorResponse.FileDescriptorProto.Single());
        Assert.Equal("interop.proto", file.Name);
    }

    [Fact]
    public void Reflection_sends_imports_after_the_file_and_knows_extensions()
    {
        FileDescriptor file = DescriptorReflection.Descriptor;
        var service = new ReflectionV1ServiceImpl([], SymbolRegistry.FromFiles([file, Google.Rpc.StatusReflection.Descriptor]));
        ServerReflectionResponse files = service.Answer(new ServerReflectionRequest { FileByFilename = "google/rpc/status.proto" });
        Assert.Equal(
            ["google/rpc/status.proto", "google/protobuf/any.proto"],
            files.FileDescriptorResponse.FileDescriptorProto.Select(bytes => FileDescriptorProto.Parser.ParseFrom(bytes).Name));

        ServerReflectionResponse numbers =
            service.Answer(new ServerReflectionRequest { AllExtensionNumbersOfType = "google.protobuf.FieldOptions" });
        Assert.Empty(numbers.AllExtensionNumbersResponse.ExtensionNumber);
        Assert.Equal("google.protobuf.FieldOptions", numbers.AllExtensionNumbersResponse.BaseTypeName);
    }

    [Fact]
    public async Task Reflection_answers_what_it_does_not_know_and_goes_on()
    {
        var client = new ServerReflection.ServerReflectionClient(_host.Channel());
        using AsyncDuplexStreamingCall<ServerReflectionRequest, ServerReflectionResponse> call = client.ServerReflectionInfo();
        ServerReflectionRequest[] questions =
        [
            new() { FileByFilename = "no.proto" },
            new() { FileContainingSymbol = "no.Symbol" },
            new() { AllExtensionNumbersOfType = "no.Type" },
            new() { FileContainingExtension = new ExtensionRequest { ContainingType = "no.Type", ExtensionNumber = 1 } },
        ];
        foreach (ServerReflectionRequest question in questions)
        {
            await call.RequestStream.WriteAsync(question);
            Assert.True(await call.ResponseStream.MoveNext(default));
            Assert.Equal((int)StatusCode.NotFound, call.ResponseStream.Current.ErrorResponse.ErrorCode);
        }
    }

    [Fact]
    public async Task Reflection_answers_in_its_alpha_version_too()
    {
        var client = new Grpc.Reflection.V1Alpha.ServerReflection.ServerReflectionClient(_host.Channel());
        using var call = client.ServerReflectionInfo();
        await call.RequestStream.WriteAsync(new Grpc.Reflection.V1Alpha.ServerReflectionRequest { ListServices = "" });
        Assert.True(await call.ResponseStream.MoveNext(default));
        Assert.Equal(4, call.ResponseStream.Current.ListServicesResponse.Service.Count);
    }

    [Fact]
    public async Task Health_of_the_server_follows_its_health_checks()
    {
        var client = new Health.HealthClient(_host.Channel());
        Assert.Equal(ServingStatus.Serving, (await client.CheckAsync(new HealthCheckRequest())).Status);
        _isHealthy = false;
        Assert.Equal(ServingStatus.NotServing, (await client.CheckAsync(new HealthCheckRequest())).Status);
    }

    [Fact]
    public async Task Health_of_an_unknown_service_is_NOT_FOUND()
    {
        var client = new Health.HealthClient(_host.Channel());
        RpcException failure = await Assert.ThrowsAsync<RpcException>(
            () => client.CheckAsync(new HealthCheckRequest { Service = "no.Service" }).ResponseAsync);
        Assert.Equal(StatusCode.NotFound, failure.StatusCode);
    }

    [Fact]
    public async Task Health_is_watched_from_unknown_through_changes_to_forgotten()
    {
        var statuses = _host.Services.GetRequiredService<HealthServiceImpl>();
        var client = new Health.HealthClient(_host.Channel());
        using AsyncServerStreamingCall<HealthCheckResponse> watch = client.Watch(new HealthCheckRequest { Service = "a.Service" });
        Assert.Equal(ServingStatus.ServiceUnknown, await NextAsync(watch));
        statuses.SetStatus("a.Service", ServingStatus.Serving);
        Assert.Equal(ServingStatus.Serving, await NextAsync(watch));
        Assert.Equal(ServingStatus.Serving, (await client.CheckAsync(new HealthCheckRequest { Service = "a.Service" })).Status);
        statuses.SetStatus("a.Service", ServingStatus.Serving);
        statuses.SetStatus("a.Service", ServingStatus.NotServing);
        Assert.Equal(ServingStatus.NotServing, await NextAsync(watch));
        statuses.ClearAll();
        Assert.Equal(ServingStatus.ServiceUnknown, await NextAsync(watch));
    }

    [Fact]
    public async Task Watching_does_not_hold_up_a_server_that_stops()
    {
        var client = new Health.HealthClient(_host.Channel());
        using AsyncServerStreamingCall<HealthCheckResponse> watch = client.Watch(new HealthCheckRequest());
        Assert.Equal(ServingStatus.Serving, await NextAsync(watch));
        Task stopping = _host.StopAsync();
        Assert.Equal(ServingStatus.NotServing, await NextAsync(watch).WaitAsync(TimeSpan.FromSeconds(20)));
        Assert.False(await watch.ResponseStream.MoveNext(default).WaitAsync(TimeSpan.FromSeconds(20)));
        await stopping.WaitAsync(TimeSpan.FromSeconds(20));
    }

    [Fact]
    public async Task Services_have_the_health_of_the_checks_they_are_mapped_to()
    {
        await using TestHost host = await TestHost.StartAsync(services: services => services
            .AddGrpcHealthChecks(options =>
            {
                options.Services.Map("a.Service", check => check.Tags.Contains("a"));
                options.Services.Map("b.Service", check => check.Name == "good");
            })
            .AddCheck("bad", () => HealthCheckResult.Unhealthy(), ["a"])
            .AddCheck("good", () => HealthCheckResult.Degraded()));
        var client = new Health.HealthClient(host.Channel());
        async Task<ServingStatus> CheckAsync(string service) => (await client.CheckAsync(new HealthCheckRequest { Service = service })).Status;
        Assert.Equal(ServingStatus.NotServing, await CheckAsync("a.Service"));
        Assert.Equal(ServingStatus.Serving, await CheckAsync("b.Service"));
        Assert.Equal(ServingStatus.NotServing, await CheckAsync(""));
        using AsyncServerStreamingCall<HealthCheckResponse> watch = client.Watch(new HealthCheckRequest { Service = "a.Service" });
        Assert.Equal(ServingStatus.NotServing, await NextAsync(watch));
    }

    private static async Task<ServingStatus> NextAsync(AsyncServerStreamingCall<HealthCheckResponse> watch)
    {
        Assert.True(await watch.ResponseStream.MoveNext(default));
        return watch.ResponseStream.Current.Status;
    }

    private async Task<ServerReflectionResponse> AskAsync(ServerReflectionRequest request)
    {
        var client = new ServerReflection.ServerReflectionClient(_host.Channel());
        using AsyncDuplexStreamingCall<ServerReflectionRequest, ServerReflectionResponse> call = client.ServerReflectionInfo();
        await call.RequestStream.WriteAsync(request);
        Assert.True(await call.ResponseStream.MoveNext(default));
        return call.ResponseStream.Current;
    }
}
