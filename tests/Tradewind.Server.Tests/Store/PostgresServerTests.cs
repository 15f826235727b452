using Grpc.Core;
using Tradewind.Client;
using Tradewind.Server.Hosting;
using Tradewind.Testing;
using Tradewind.V1;

namespace Tradewind.Server.Tests.Store;

/// <summary>The server on PostgreSQL: the same answers, and a backup that the embedded store opens.</summary>
public sealed class PostgresServerTests(PostgresCluster cluster) : IClassFixture<PostgresCluster>
{
    [Fact]
    public async Task Serves_from_postgres_and_backs_up_into_a_file_of_the_embedded_store()
    {
        string connection = await cluster.CreateDatabaseAsync();
        await using TestServer server = await StartAsync(connection);
        await server.SimulateAsync(200);
        await server.LoadBarsAsync(100);
        await server.LoadBarsAsync(100, (row, close) => row == 50 ? close + 1 : close);
        Assert.False(File.Exists(Path.Combine(server.Folder, ServerHost.StoreFileName)));
        StoreStatus status = (await server.Client.Admin.GetStoreStatusAsync(new GetStoreStatusRequest())).Status;
        Assert.StartsWith("PostgreSQL ", status.Engine, StringComparison.Ordinal);

        BackupReport report = await server.Client.BackupStoreAsync(new BackupStoreRequest());

        string folder = Directory.CreateTempSubdirectory("tradewind-restored-").FullName;
        File.Copy(report.Path, Path.Combine(folder, ServerHost.StoreFileName));
        await using TestServer embedded = await TestServer.StartAsync(folder: folder);
        Assert.Equal(
            (await server.Data.ListInstrumentsAsync(new ListInstrumentsRequest())).Instruments,
            (await embedded.Data.ListInstrumentsAsync(new ListInstrumentsRequest())).Instruments);
        ListRevisionsRequest revisions = new() { InstrumentId = MarketData.Coin };
        Assert.Equal((await server.Data.ListRevisionsAsync(revisions)).Revisions, (await embedded.Data.ListRevisionsAsync(revisions)).Revisions);
        Assert.Empty((await embedded.Client.CheckStoreAsync()).Problems);
        Assert.Empty((await server.Client.CheckStoreAsync()).Problems);
    }

    [Fact]
    public async Task Keeps_everything_over_a_restart()
    {
        string connection = await cluster.CreateDatabaseAsync();
        TestServer first = await StartAsync(connection);
        LoadReport loaded = await first.LoadBarsAsync(100);
        Feed feed = (await first.Data.StartFeedAsync(new StartFeedRequest { Replay = new ReplayFeed { Members = { MarketData.Member(MarketData.Coin) } } })).Feed;
        List<StreamBarsResponse> events = await first.Data.StreamBars(new StreamBarsRequest { FeedId = feed.Id }).ListAsync();
        await using TestServer second = await first.RestartAsync();

        Assert.Equal(loaded.Instruments, (await second.Data.ListInstrumentsAsync(new ListInstrumentsRequest())).Instruments);
        List<StreamBarsResponse> replayed = await second.Data.StreamBars(new StreamBarsRequest { FeedId = feed.Id }).ListAsync();
        Assert.Equal(events.Where(one => one.Bar is not null), replayed.Where(one => one.Bar is not null));
        await Refused.AsAsync(StatusCode.NotFound, "UNKNOWN_FEED", null, () => second.Data.GetFeedAsync(new GetFeedRequest { FeedId = "x" }).ResponseAsync);
    }

    [Fact]
    public async Task A_read_only_database_answers_with_reason_and_without_the_connection()
    {
        string connection = await cluster.CreateDatabaseAsync();
        TestServer writable = await StartAsync(connection);
        await writable.LoadBarsAsync(50);
        string database = connection.Split("Database=")[1];
        await LocalPostgres.ExecuteAsync(connection, $"ALTER DATABASE {database} SET default_transaction_read_only = on");
        await using TestServer server = await writable.RestartAsync();

        TradewindError error = await Refused.AsAsync(StatusCode.FailedPrecondition, "STORE_READ_ONLY", null, () => server.LoadBarsAsync(60));

        Assert.DoesNotContain(LocalPostgres.Password, error.ToString(), StringComparison.Ordinal);
        Assert.Equal(50, (await server.Data.ListBarsAsync(new ListBarsRequest { InstrumentId = MarketData.Coin, PageSize = 1000 })).Bars.Count);
    }

    private static Task<TestServer> StartAsync(string connection) => TestServer.StartAsync(options =>
    {
        options.Storage = ServerOptions.Postgres;
        options.StorageConnection = connection;
    });
}
