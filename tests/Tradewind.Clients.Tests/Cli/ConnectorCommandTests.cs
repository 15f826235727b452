using Tradewind.Cli;
using Tradewind.Clients.Tests.Fakes;
using Tradewind.V1;

namespace Tradewind.Clients.Tests.Cli;

public sealed class ConnectorCommandTests : IAsyncDisposable
{
    private readonly FakeTradewind _tradewind = new();

    public async ValueTask DisposeAsync() => await _tradewind.DisposeAsync();

    [Fact]
    public async Task The_list_says_who_is_there_and_what_went_wrong()
    {
        CommandRun run = await _tradewind.RunAsync("connectors", "list");

        Assert.Equal(ExitCode.Success, run.ExitCode);
        Assert.Contains("ccxt:binance", run.Output, StringComparison.Ordinal);
        Assert.Contains("attached", run.Output, StringComparison.OrdinalIgnoreCase);
        Assert.Contains("The connector left.", run.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task One_connector_is_shown_with_budget_subscriptions_and_process()
    {
        CommandRun attached = await _tradewind.RunAsync("connectors", "show", "ccxt");
        Assert.Contains("1200", attached.Output.Replace(",", "", StringComparison.Ordinal), StringComparison.Ordinal);
        Assert.Contains("BTC/USDT", attached.Output, StringComparison.Ordinal);

        CommandRun down = await _tradewind.RunAsync("connectors", "show", "bloomberg");
        Assert.Contains("started again 4 times", down.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_load_from_a_connector_asks_for_what_the_options_say()
    {
        await _tradewind.OutputAsync(
            "data", "load", "--connector", "ccxt:binance", "--symbol", "BTC/USDT", "ETH/USDT", "--timeframe", "1h", "--from", "2024-01-01", "--field", "close", "--dry-run");
        LoadDataRequest request = Assert.Single(_tradewind.Market.Loads);
        Assert.True(request.ValidateOnly);
        Assert.Equal(("ccxt:binance", "1h", 1704067200L), (request.Connector.Connector, request.Connector.Timeframe, request.Connector.Interval.StartTime.Seconds));
        Assert.Equal(["BTC/USDT", "ETH/USDT"], request.Connector.Symbols);
        Assert.Equal(["close"], request.Connector.Fields);
    }

    [Fact]
    public async Task A_feed_from_a_connector_is_started()
    {
        CommandRun run = await _tradewind.RunAsync("feeds", "start", "--connector", "ccxt:binance", "--symbol", "BTC/USDT", "--timeframe", "1m");

        Assert.Equal(ExitCode.Success, run.ExitCode);
        ConnectorFeed feed = Assert.Single(_tradewind.Market.Feeds).Connector;
        Assert.Equal(("ccxt:binance", "1m", null), (feed.Connector, feed.Timeframe, feed.StartTime));
        Assert.Equal(["BTC/USDT"], feed.Symbols);
    }
}
