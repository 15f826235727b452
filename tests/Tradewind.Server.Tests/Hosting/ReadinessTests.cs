using Grpc.Core;
using Grpc.Health.V1;
using Tradewind.Testing;
using ServingStatus = Grpc.Health.V1.HealthCheckResponse.Types.ServingStatus;

namespace Tradewind.Server.Tests;

public sealed class ReadinessTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    [Theory]
    [InlineData("")]
    [InlineData("tradewind.v1.DataService")]
    [InlineData("tradewind.v1.PaperTradingService")]
    public async Task Service_serves_until_the_server_stops(string service)
    {
        TestServer server = await TestServer.StartAsync();
        await using (server)
        {
            var health = new Health.HealthClient(server.Channel);
            HealthCheckRequest request = new() { Service = service };
            Assert.Equal(ServingStatus.Serving, (await health.CheckAsync(request)).Status);
            using AsyncServerStreamingCall<HealthCheckResponse> watch = health.Watch(request);
            Assert.True(await watch.ResponseStream.MoveNext(default));
            Task stopping = server.StopAsync();
            Assert.True(await watch.ResponseStream.MoveNext(default).WaitAsync(Patience));
            Assert.Equal(ServingStatus.NotServing, watch.ResponseStream.Current.Status);
            await stopping.WaitAsync(Patience);
        }
    }

    [Fact]
    public async Task Service_the_server_does_not_have_is_not_found()
    {
        await using TestServer server = await TestServer.StartAsync();
        var health = new Health.HealthClient(server.Channel);
        RpcException unknown = await Assert.ThrowsAsync<RpcException>(
            () => health.CheckAsync(new HealthCheckRequest { Service = "tradewind.v1.NoService" }).ResponseAsync);
        Assert.Equal(StatusCode.NotFound, unknown.StatusCode);
    }
}
