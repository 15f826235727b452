using Grpc.Core;
using Grpc.Health.V1;
using Grpc.Reflection.V1;
using Tradewind.Server.Hosting;
using Tradewind.Testing;
using Tradewind.V1;

namespace Tradewind.Server.Tests.Hosting;

/// <summary>The server as a whole: health, reflection, deadlines, cancellation.</summary>
public sealed class HostTests(LoadedServer loaded) : IClassFixture<LoadedServer>
{
    private readonly TestServer _server = loaded.Server;

    [Fact]
    public async Task The_server_says_that_it_serves()
    {
        Assert.Equal("SERVING", await _server.Client.CheckHealthAsync(), ignoreCase: true);
        Assert.Equal(
            HealthCheckResponse.Types.ServingStatus.Serving,
            (await new Health.HealthClient(_server.Channel).CheckAsync(new HealthCheckRequest())).Status);
    }

    [Fact]
    public async Task The_health_command_tells_a_live_server_from_a_dead_one()
    {
        string address = new Uri(_server.Address).Authority;
        Assert.Equal(0, await HealthCommand.RunAsync(new ServerOptions { Listen = address }));

        await using TestServer gone = await TestServer.StartAsync();
        await gone.StopAsync();
        Assert.Equal(1, await HealthCommand.RunAsync(new ServerOptions { Listen = new Uri(gone.Address).Authority }));
    }

    [Fact]
    public async Task Reflection_lists_every_service()
    {
        using AsyncDuplexStreamingCall<ServerReflectionRequest, ServerReflectionResponse> call =
            new ServerReflection.ServerReflectionClient(_server.Channel).ServerReflectionInfo();
        await call.RequestStream.WriteAsync(new ServerReflectionRequest { ListServices = "" });
        Assert.True(await call.ResponseStream.MoveNext(CancellationToken.None));
        string[] services = [.. call.ResponseStream.Current.ListServicesResponse.Service.Select(service => service.Name)];
        await call.RequestStream.CompleteAsync();

        Assert.Equal(
            [
                "tradewind.v1.AdminService", "tradewind.v1.BacktestService", "tradewind.v1.ConnectorService", "tradewind.v1.DataService", "tradewind.v1.FeatureService",
                "tradewind.v1.OperationService", "tradewind.v1.PaperTradingService", "tradewind.v1.SignalService", "tradewind.v1.StrategyService",
                "tradewind.v1.TrainingService",
            ],
            services.Where(name => name.StartsWith("tradewind.", StringComparison.Ordinal)).Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task A_deadline_that_is_too_short_is_kept()
    {
        ComputeFeaturesRequest request = new() { Portfolio = new PortfolioSpec { Members = { MarketData.Member(MarketData.SimulatedCoin) } } };

        RpcException failure = await Assert.ThrowsAsync<RpcException>(
            () => _server.Features.ComputeFeatures(request, deadline: DateTime.UtcNow.AddMilliseconds(1)).ListAsync());

        Assert.Equal(StatusCode.DeadlineExceeded, failure.StatusCode);
        Assert.NotEmpty(await _server.Features.ComputeFeatures(request).ListAsync());
    }

    [Fact]
    public async Task A_deadline_ends_a_live_stream()
    {
        Feed feed = (await _server.Data.StartFeedAsync(new StartFeedRequest { Simulation = new SimulatedFeed { StepsPerSecond = 0.001 } })).Feed;

        RpcException failure = await Assert.ThrowsAsync<RpcException>(
            () => _server.Data.StreamBars(new StreamBarsRequest { FeedId = feed.Id }, deadline: DateTime.UtcNow.AddMilliseconds(200)).ListAsync());

        Assert.Equal(StatusCode.DeadlineExceeded, failure.StatusCode);
        await _server.Data.StopFeedAsync(new StopFeedRequest { FeedId = feed.Id });
    }

    [Fact]
    public async Task A_cancelled_stream_frees_the_server()
    {
        Feed feed = (await _server.Data.StartFeedAsync(new StartFeedRequest { Simulation = new SimulatedFeed { StepsPerSecond = 0.001 } })).Feed;
        for (int i = 0; i < 300; i++)
        {
            // More than a connection carries at once (100 streams): they would pile up if cancelling did not end them.
            using AsyncServerStreamingCall<StreamBarsResponse> call = _server.Data.StreamBars(new StreamBarsRequest { FeedId = feed.Id });
            Assert.True(await call.ResponseStream.MoveNext(CancellationToken.None));
        }

        Assert.Equal(FeedState.Stopped, (await _server.Data.StopFeedAsync(new StopFeedRequest { FeedId = feed.Id })).Feed.State);
    }

    [Fact]
    public async Task Feeds_beyond_the_limit_are_refused_until_one_ends()
    {
        await using TestServer small = await TestServer.StartAsync(options => options.MaxLiveRuns = 1);
        StartFeedRequest request = new() { Simulation = new SimulatedFeed { StepsPerSecond = 0.001 } };
        Feed feed = (await small.Data.StartFeedAsync(request)).Feed;
        await Refused.AsAsync(StatusCode.ResourceExhausted, "FEED_LIMIT", null, () => small.Data.StartFeedAsync(request).ResponseAsync);
        await small.Data.StopFeedAsync(new StopFeedRequest { FeedId = feed.Id });

        Assert.Equal(FeedState.Running, (await small.Data.StartFeedAsync(request)).Feed.State);
    }

    [Fact]
    public async Task One_server_at_a_time_opens_a_data_folder()
    {
        Exception error = await Assert.ThrowsAnyAsync<Exception>(() => TestServer.StartAsync(folder: _server.Folder));

        Assert.Contains("is open in another process", error.Message, StringComparison.Ordinal);
    }
}
