using Tradewind.Cli;
using Tradewind.Clients.Tests.Fakes;
using Tradewind.V1;

namespace Tradewind.Clients.Tests.Cli;

public sealed class StoreCommandTests
{
    [Fact]
    public async Task Retention_sends_its_times_and_says_that_a_dry_run_changed_nothing()
    {
        await using FakeTradewind server = new();
        CommandRun run = await server.RunAsync("data", "retain", "--superseded-before", "2026-01-01", "--id", "BTC/USD", "--dry-run");

        Assert.Equal(ExitCode.Success, run.ExitCode);
        Assert.Contains("Nothing was changed (dry run).", run.Output, StringComparison.Ordinal);
        ApplyRetentionRequest request = Assert.Single(server.Admin.Retentions);
        Assert.Equal(("BTC/USD", true, null), (request.InstrumentId, request.DryRun, request.HistoryBeforeTime));
        Assert.Equal(new DateTime(2026, 1, 1), request.SupersededBeforeTime.ToDateTime());
        Assert.NotEmpty(request.RequestId);
    }

    [Fact]
    public async Task Retention_without_a_time_is_wrong_usage()
    {
        await using FakeTradewind server = new();
        CommandRun run = await server.RunAsync("data", "retain", "--id", "BTC/USD");

        Assert.Equal(ExitCode.Usage, run.ExitCode);
        Assert.Empty(server.Admin.Retentions);
    }

    [Fact]
    public async Task A_backup_shows_where_it_is()
    {
        await using FakeTradewind server = new();
        CommandRun run = await server.RunAsync("data", "backup", "--name", "monday.db");

        Assert.Equal(ExitCode.Success, run.ExitCode);
        Assert.Contains("Wrote /backups/monday.db on the server, 2.0 KiB.", run.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_check_fails_where_something_is_damaged()
    {
        await using FakeTradewind server = new();
        Assert.Equal(ExitCode.Success, (await server.RunAsync("data", "check")).ExitCode);
        server.Admin.Problems.Add("Stored data of 'X' is damaged.");

        CommandRun run = await server.RunAsync("data", "check");

        Assert.Equal(ExitCode.Failure, run.ExitCode);
        Assert.Contains("Stored data of 'X' is damaged.", run.Output, StringComparison.Ordinal);
        Assert.Contains("1 problem", run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Status_shows_the_figures()
    {
        await using FakeTradewind server = new();
        CommandRun run = await server.RunAsync("data", "status");

        Assert.Contains("3.0 MiB", run.Output, StringComparison.Ordinal);
        Assert.Contains("12,345", run.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_time_of_the_store_goes_to_every_member()
    {
        await using FakeTradewind server = new();
        await server.RunAsync("data", "align", "BTC/USD", "LF98TRUU Index", "--as-of", "2024-05-06T07:08:09Z");

        Assert.All(
            Assert.Single(server.Market.Alignments).Portfolio.Members,
            member => Assert.Equal(new DateTime(2024, 5, 6, 7, 8, 9), member.AsOfTime.ToDateTime()));
    }
}
