using Google.Protobuf.WellKnownTypes;
using Grpc.Core;
using Tradewind.Client;
using Tradewind.Server.Hosting;
using Tradewind.Testing;
using Tradewind.V1;

namespace Tradewind.Server.Tests.Store;

/// <summary>Care of the embedded store over gRPC.</summary>
public sealed class AdminTests : IAsyncLifetime
{
    private TestServer _server = null!;

    public async Task InitializeAsync() => _server = await TestServer.StartAsync();

    public async Task DisposeAsync() => await _server.DisposeAsync();

    [Fact]
    public async Task Status_counts_what_was_loaded()
    {
        await _server.LoadBarsAsync(50);
        await _server.LoadBarsAsync(60);

        StoreStatus status = (await _server.Client.Admin.GetStoreStatusAsync(new GetStoreStatusRequest())).Status;

        Assert.Equal((1, 1, 60, 2), (status.InstrumentCount, status.SeriesCount, status.RowCount, status.RevisionCount));
        Assert.StartsWith("SQLite 3.", status.Engine, StringComparison.Ordinal);
        Assert.True(status.HasFreeBytes);
    }

    [Fact]
    public async Task A_backup_made_while_data_is_loaded_is_a_store_another_server_serves()
    {
        await _server.LoadBarsAsync(100);
        using CancellationTokenSource enough = new();
        Task loads = Task.Run(async () =>
        {
            for (int version = 1; !enough.IsCancellationRequested; version++)
            {
                double shift = version;
                await _server.LoadBarsAsync(100, (_, close) => close + shift);
            }
        });

        List<BackupStoreResponse> messages = await _server.Client.Admin.BackupStore(new BackupStoreRequest { FileName = "copy.db", RequestId = "b1" }).ListAsync();
        await enough.CancelAsync();
        await loads;

        BackupReport report = messages[^1].Report;
        Assert.Equal(Enumerable.Range(1, messages.Count).Select(i => (long)i), messages.Select(message => message.Sequence));
        Assert.Equal(("copy.db", new FileInfo(report.Path).Length), (report.FileName, report.SizeBytes));
        Assert.Equal(report, await _server.Client.BackupStoreAsync(new BackupStoreRequest { FileName = "copy.db", RequestId = "b1" }));
        string folder = Directory.CreateTempSubdirectory("tradewind-restored-").FullName;
        File.Copy(report.Path, Path.Combine(folder, ServerHost.StoreFileName));
        await using TestServer restored = await TestServer.StartAsync(folder: folder);
        Assert.Empty((await restored.Client.CheckStoreAsync()).Problems);
        string[] held = [.. (await _server.Data.ListRevisionsAsync(new ListRevisionsRequest { InstrumentId = MarketData.Coin, PageSize = 1000 })).Revisions.Select(one => one.Revision)];
        string copied = (await restored.Data.ListRevisionsAsync(new ListRevisionsRequest { InstrumentId = MarketData.Coin })).Revisions[0].Revision;
        Assert.Contains(copied, held);
    }

    [Theory]
    [InlineData("../outside.db")]
    [InlineData("/absolute.db")]
    [InlineData(".hidden")]
    [InlineData("a b")]
    public async Task A_backup_goes_nowhere_but_into_its_folder(string name) =>
        await Refused.AsInvalidAsync(
            "FILE_NAME_INVALID", "file_name", () => _server.Client.Admin.BackupStore(new BackupStoreRequest { FileName = name }).ListAsync());

    [Fact]
    public async Task A_backup_never_replaces_a_file()
    {
        await _server.Client.BackupStoreAsync(new BackupStoreRequest { FileName = "one.db" });

        await Refused.AsTooEarlyOrLateAsync("BACKUP_EXISTS", () => _server.Client.BackupStoreAsync(new BackupStoreRequest { FileName = "one.db" }));
    }

    [Fact]
    public async Task Retention_says_first_and_drops_then()
    {
        await _server.LoadBarsAsync(100);
        await _server.LoadBarsAsync(100, (_, close) => close + 1);
        ApplyRetentionRequest request = new() { SupersededBeforeTime = Timestamp.FromDateTime(DateTime.UtcNow.AddDays(1)), DryRun = true };

        UpkeepReport planned = await _server.Client.ApplyRetentionAsync(request);
        Assert.Equal(2, await RevisionCountAsync());
        request.DryRun = false;
        UpkeepReport done = await _server.Client.ApplyRetentionAsync(request);

        Assert.True(planned.DryRun);
        Assert.Equal(planned.Series, done.Series);
        Assert.Equal((MarketData.Coin, "1d", 1), (done.Series.Single().InstrumentId, done.Series.Single().Timeframe, done.Series.Single().DroppedRevisionCount));
        Assert.Equal(1, await RevisionCountAsync());
    }

    [Fact]
    public async Task Retention_drops_old_history_of_one_instrument()
    {
        await _server.LoadBarsAsync(100);
        await _server.SimulateAsync(100);

        UpkeepReport done = await _server.Client.ApplyRetentionAsync(
            new ApplyRetentionRequest { HistoryBeforeTime = MarketData.Day(40), InstrumentId = MarketData.Coin, Timeframe = "1d" });

        Assert.Equal(40, done.Series.Single().DroppedRowCount);
        Instrument coin = (await _server.Data.GetInstrumentAsync(new GetInstrumentRequest { InstrumentId = MarketData.Coin })).Instrument;
        Assert.Equal((60, MarketData.Day(40)), (coin.Series.Single().RowCount, coin.Series.Single().FirstTime));
        Assert.Equal(MarketData.Day(40), (await _server.Data.ListBarsAsync(new ListBarsRequest { InstrumentId = MarketData.Coin })).Bars[0].OpenTime);
    }

    [Fact]
    public async Task Retention_needs_a_time_and_a_known_instrument()
    {
        await Refused.AsInvalidAsync(
            "RETENTION_EMPTY", "superseded_before_time", () => _server.Client.Admin.ApplyRetention(new ApplyRetentionRequest()).ListAsync());
        await Refused.AsUnknownAsync(
            "UNKNOWN_INSTRUMENT",
            () => _server.Client.Admin.ApplyRetention(new ApplyRetentionRequest { HistoryBeforeTime = MarketData.Day(1), InstrumentId = "X" }).ListAsync());
        await Refused.AsAsync(
            StatusCode.InvalidArgument, "TIMEFRAME_INVALID", "timeframe",
            () => _server.Client.Admin.ApplyRetention(new ApplyRetentionRequest { HistoryBeforeTime = MarketData.Day(1), Timeframe = "soon" }).ListAsync());
    }

    [Fact]
    public async Task Compaction_keeps_what_clients_read()
    {
        for (int part = 3; part >= 0; part--)
        {
            await _server.LoadAsync(MarketData.File(Part(part)));
        }

        List<Bar> before = [.. (await _server.Data.ListBarsAsync(new ListBarsRequest { InstrumentId = MarketData.Coin, PageSize = 1000 })).Bars];
        UpkeepReport planned = await _server.Client.CompactStoreAsync(new CompactStoreRequest { DryRun = true });
        UpkeepReport done = await _server.Client.CompactStoreAsync(new CompactStoreRequest());

        Assert.Equal(planned.Series, done.Series);
        Assert.Equal(1, done.Series.Single().WrittenChunkCount);
        Assert.Equal(before, (await _server.Data.ListBarsAsync(new ListBarsRequest { InstrumentId = MarketData.Coin, PageSize = 1000 })).Bars);
        Assert.Equal(4, await RevisionCountAsync());
        Assert.Empty((await _server.Client.CheckStoreAsync()).Problems);

        // Rows 30 to 39, 20 to 29, ... of the same bars.
        static string Part(int part)
        {
            string[] lines = MarketData.Bars(40).Split('\n');
            return string.Join('\n', [lines[0], .. lines.Skip(1 + part * 10).Take(10)]);
        }
    }

    private async Task<int> RevisionCountAsync() =>
        (await _server.Data.ListRevisionsAsync(new ListRevisionsRequest { InstrumentId = MarketData.Coin })).Revisions.Count;
}
