using Grpc.AspNetCore.Server;
using Grpc.Core;
using Grpc.Core.Interceptors;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;

namespace Tradewind.Transport.Tests;

public sealed class HostingTests
{
    private const string Prefix = "/tradewind.transport.tests.Interop";

    [Fact]
    public async Task Connections_take_their_memory_in_blocks_that_hold_a_whole_frame()
    {
        await using TestHost host = await TestHost.StartAsync();
        using var pool = host.Services.GetRequiredService<IMemoryPoolFactory<byte>>().Create();
        Assert.Equal(32 * 1024, pool.MaxBufferSize);
    }

    [Fact]
    public async Task Interceptors_surround_the_call_in_their_order_and_are_disposed_with_it()
    {
        await using TestHost host = await TestHost.StartAsync(options =>
        {
            options.Interceptors.Add<ServerInterceptor>("outer");
            options.Interceptors.Add<ServerInterceptor>("inner");
        });
        await host.Client.UnaryAsync(new Instruction());
        Assert.Equal(
            [
                $"outer before {Prefix}/Unary", $"inner before {Prefix}/Unary",
                "inner after", "inner disposed", "outer after", "outer disposed",
            ],
            host.Journal.Seen);
    }

    [Fact]
    public async Task Interceptors_see_every_shape_and_may_map_exceptions()
    {
        await using TestHost host = await TestHost.StartAsync(options => options.Interceptors.Add<ServerInterceptor>("only"));
        using AsyncServerStreamingCall<Reply> server = host.Client.ServerStream(new Instruction { ThrowPlain = true });
        RpcException failure = await Assert.ThrowsAsync<RpcException>(() => server.ResponseStream.MoveNext(default));
        Assert.Equal(new Status(StatusCode.FailedPrecondition, "A plain failure."), failure.Status);

        using AsyncClientStreamingCall<Instruction, Reply> client = host.Client.ClientStream();
        await client.RequestStream.CompleteAsync();
        await client;
        using AsyncDuplexStreamingCall<Instruction, Reply> duplex = host.Client.Duplex();
        await duplex.RequestStream.CompleteAsync();
        Assert.False(await duplex.ResponseStream.MoveNext(default));

        Assert.Equal(
            ["ServerStream", "ClientStream", "Duplex"],
            host.Journal.Seen.Where(line => line.Contains("before", StringComparison.Ordinal)).Select(line => line.Split('/')[^1]));
    }

    [Fact]
    public void Only_interceptors_can_be_registered_as_such() =>
        Assert.Throws<ArgumentException>(() => new GrpcServiceOptions().Interceptors.Add(typeof(string)));

    [Fact]
    public async Task Registered_interceptor_is_shared_by_all_calls()
    {
        await using TestHost host = await TestHost.StartAsync(
            options => options.Interceptors.Add<ServerInterceptor>(),
            services => services.AddSingleton(provider =>
                new ServerInterceptor(provider.GetRequiredService<CallJournal>(), "singleton")));
        await host.Client.UnaryAsync(new Instruction());
        await host.Client.UnaryAsync(new Instruction());
        Assert.Equal(4, host.Journal.Seen.Count);
        Assert.DoesNotContain("singleton disposed", host.Journal.Seen);
    }

    [Fact]
    public async Task Client_interceptors_see_every_shape()
    {
        await using TestHost host = await TestHost.StartAsync();
        var seen = new List<string>();
        CallInvoker invoker = host.Channel().Intercept(new ClientInterceptor(seen))
            .Intercept(metadata =>
            {
                metadata.Add("echo-added", "by function");
                return metadata;
            });
        var client = new Interop.InteropClient(invoker);

        client.Unary(new Instruction());
        using AsyncUnaryCall<Reply> unary = client.UnaryAsync(new Instruction());
        Assert.Equal("by function", (await unary.ResponseHeadersAsync).GetValue("echo-added"));
        using AsyncServerStreamingCall<Reply> server = client.ServerStream(new Instruction());
        using AsyncClientStreamingCall<Instruction, Reply> upload = client.ClientStream();
        using AsyncDuplexStreamingCall<Instruction, Reply> duplex = client.Duplex();
        Assert.Equal(["blocking Unary", "unary Unary", "server ServerStream", "client ClientStream", "duplex Duplex"], seen);
    }

    [Fact]
    public async Task Service_is_made_for_each_call_from_its_scope_and_disposed_with_it()
    {
        await using TestHost host = await TestHost.StartAsync(
            services: services => services.AddScoped<ScopedDependency>(),
            endpoints: app => app.MapGrpcService<ScopedService>());
        var client = new Scoped.ScopedClient(host.Channel());
        string first = (await client.WhoAsync(new Instruction())).Text;
        string second = (await client.WhoAsync(new Instruction())).Text;
        Assert.NotEqual(first, second);
        Assert.Equal(2, host.Journal.Seen.Count(line => line == "service disposed"));
    }

    [Fact]
    public async Task Registered_service_is_shared_by_all_calls()
    {
        await using TestHost host = await TestHost.StartAsync(
            services: services => services.AddSingleton<ScopedDependency>().AddSingleton<ScopedService>(),
            endpoints: app => app.MapGrpcService<ScopedService>());
        var client = new Scoped.ScopedClient(host.Channel());
        string first = (await client.WhoAsync(new Instruction())).Text;
        Assert.Equal(first, (await client.WhoAsync(new Instruction())).Text);
        Assert.Empty(host.Journal.Seen);
    }

    [Fact]
    public async Task Context_tells_about_the_call()
    {
        await using TestHost host = await TestHost.StartAsync(
            services: services => services.AddScoped<ScopedDependency>(),
            endpoints: app => app.MapGrpcService<ScopedService>());
        var client = new Scoped.ScopedClient(host.Channel());
        Reply reply = await client.DescribeAsync(new Instruction());
        Assert.Matches(
            @"^/tradewind.transport.tests.Scoped/Describe\|127.0.0.1:\d+\|ipv4:127.0.0.1:\d+\|9999-12-31\|False\|HTTP/2$", reply.Text);
        Reply other = await client.WithHost("other.example").DescribeAsync(new Instruction());
        Assert.Contains("|other.example|", other.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Conventions_reach_all_endpoints_of_a_service()
    {
        await using TestHost host = await TestHost.StartAsync(
            services: services => services.AddScoped<ScopedDependency>(),
            endpoints: app => app.MapGrpcService<ScopedService>().Add(builder =>
            {
                Assert.Contains(builder.Metadata, item => item is GrpcMethodMetadata { Method.ServiceName: "tradewind.transport.tests.Scoped" });
                builder.RequestDelegate = http =>
                {
                    http.Response.StatusCode = StatusCodes.Status403Forbidden;
                    return Task.CompletedTask;
                };
            }));
        var client = new Scoped.ScopedClient(host.Channel());
        RpcException failure = await Assert.ThrowsAsync<RpcException>(() => client.WhoAsync(new Instruction()).ResponseAsync);
        Assert.Equal(StatusCode.PermissionDenied, failure.StatusCode);
    }

    [Theory]
    [InlineData(400, StatusCode.Internal)]
    [InlineData(401, StatusCode.Unauthenticated)]
    [InlineData(404, StatusCode.Unimplemented)]
    [InlineData(429, StatusCode.Unavailable)]
    [InlineData(503, StatusCode.Unavailable)]
    [InlineData(500, StatusCode.Unknown)]
    [InlineData(200, StatusCode.Unknown)]
    public async Task Answer_that_is_no_gRPC_gets_the_status_of_its_HTTP_status(int httpStatus, StatusCode code)
    {
        await using TestHost host = await TestHost.StartAsync(endpoints: app => app.Use((HttpContext http, RequestDelegate _) =>
        {
            http.Response.StatusCode = httpStatus;
            http.Response.ContentType = "text/plain";
            return http.Response.WriteAsync("not gRPC");
        }));
        RpcException failure = await Assert.ThrowsAsync<RpcException>(() => host.Client.UnaryAsync(new Instruction()).ResponseAsync);
        Assert.Equal(code, failure.StatusCode);
    }

    [Fact]
    public async Task Server_that_goes_away_in_the_middle_of_a_stream_is_UNAVAILABLE()
    {
        await using TestHost host = await TestHost.StartAsync(
            endpoints: app => app.Use(async (http, next) =>
            {
                Task call = next(http);
                await http.RequestServices.GetRequiredService<CallJournal>().Hanging.Task;
                http.Features.Get<Microsoft.AspNetCore.Connections.Features.IConnectionLifetimeFeature>()!.Abort();
                await call;
            }));
        using AsyncServerStreamingCall<Reply> call = host.Client.ServerStream(new Instruction { Replies = 1, Hang = true });
        RpcException failure = await Assert.ThrowsAsync<RpcException>(async () =>
        {
            while (await call.ResponseStream.MoveNext(default))
            {
            }
        });
        Assert.Equal(StatusCode.Unavailable, failure.StatusCode);
    }
}
