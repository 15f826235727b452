using Tradewind.Cli;
using Tradewind.Clients.Tests.Fakes;
using Tradewind.V1;

namespace Tradewind.Clients.Tests.Cli;

/// <summary>Following feeds and quotes on the command line.</summary>
public sealed class LiveCommandTests : IAsyncDisposable
{
    private readonly FakeTradewind _tradewind = new();

    public async ValueTask DisposeAsync() => await _tradewind.DisposeAsync();

    [Fact]
    public async Task Watching_a_feed_asks_for_every_event_of_the_feed_as_it_is()
    {
        string output = await _tradewind.OutputAsync("feeds", "watch", "FEED-1");
        StreamBarsRequest request = Assert.Single(_tradewind.Market.Streams);
        Assert.Equal(("FEED-1", "", "", false, BarDelivery.EveryEvent), (request.FeedId, request.Cursor, request.Timeframe, request.IncludePartial, request.Delivery));
        Assert.Contains("continue after it with --cursor end", output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Timeframe_partial_conflate_cursor_and_instruments_go_into_the_request()
    {
        await _tradewind.OutputAsync(
            "feeds", "watch", "FEED-1", "--timeframe", "1h", "--partial", "--conflate", "--cursor", "0", "--instrument", "BTC/USD", "--instrument", "ETH/USD");
        StreamBarsRequest request = Assert.Single(_tradewind.Market.Streams);
        Assert.Equal(("0", "1h", true, BarDelivery.Conflated), (request.Cursor, request.Timeframe, request.IncludePartial, request.Delivery));
        Assert.Equal(["BTC/USD", "ETH/USD"], request.InstrumentIds);
    }

    [Fact]
    public async Task Bars_under_way_are_marked_and_a_reader_behind_is_told_how_far()
    {
        CommandRun run = await _tradewind.RunAsync("feeds", "watch", "FEED-1", "--partial", "--conflate");

        string[] lines = run.Output.Split('\n', StringSplitOptions.RemoveEmptyEntries);
        Assert.Contains("(under way)", lines[0], StringComparison.Ordinal);
        Assert.DoesNotContain("(under way)", lines[1], StringComparison.Ordinal);
        Assert.Contains("close 101.5", lines[1], StringComparison.Ordinal);
        Assert.Contains("stands for 3 earlier; 2 events, 02:00:00 behind", lines[1], StringComparison.Ordinal);
        Assert.Contains("SIMULATED", lines[1], StringComparison.Ordinal);
        Assert.Contains("was lost; bars are missing from", lines[2], StringComparison.Ordinal);
        Assert.Contains("The venue left.", lines[2], StringComparison.Ordinal);
    }

    [Fact]
    public async Task Watched_events_are_json_lines_on_request()
    {
        CommandRun run = await _tradewind.RunAsync("feeds", "watch", "FEED-1", "--timeframe", "1h", "--json");

        Assert.StartsWith("{", run.Output.TrimStart(), StringComparison.Ordinal);
        Assert.Contains("101.5", run.Output, StringComparison.Ordinal);
        Assert.DoesNotContain("under way", run.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Quotes_are_shown_and_a_stale_one_says_so_with_its_age()
    {
        string output = await _tradewind.OutputAsync("quotes", "show", "ccxt:binance", "BTC/USDT", "OLD/USDT", "--timeout", "2.5");
        Assert.Equal(["BTC/USDT", "OLD/USDT"], _tradewind.Market.Quotes.Select(request => request.Symbol));
        Assert.All(_tradewind.Market.Quotes, request => Assert.Equal(("ccxt:binance", 2.5), (request.Connector, request.Timeout.ToTimeSpan().TotalSeconds)));
        Assert.Contains("100.5", output, StringComparison.Ordinal);
        Assert.Contains("STALE, 00:01:30 old: The venue is down.", output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Watched_quotes_go_on_after_a_lost_connection_and_tell_gaps_and_counts()
    {
        string output = await _tradewind.OutputAsync("quotes", "watch", "ccxt:binance", "BTC/USDT", "--depth", "2");
        Assert.Equal(2, _tradewind.Market.QuoteStreams.Count);
        Assert.All(_tradewind.Market.QuoteStreams, request => Assert.Equal(("ccxt:binance", 2, "BTC/USDT"), (request.Connector, request.Depth, Assert.Single(request.Symbols))));
        string[] lines = output.Split('\n', StringSplitOptions.RemoveEmptyEntries);
        Assert.Equal(4, lines.Length);
        Assert.Contains("bid 99.5", lines[0], StringComparison.Ordinal);
        Assert.Contains("(stands for 4 earlier)", lines[0], StringComparison.Ordinal);
        Assert.Contains("(1 left out that cannot be right)", lines[0], StringComparison.Ordinal);
        Assert.Contains("98x2 99x1 | 101x3", lines[2], StringComparison.Ordinal);
        Assert.Contains("BTC/USDT was lost; its last quote no longer holds. The venue left.", lines[3], StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_limit_ends_the_watch_of_quotes()
    {
        CommandRun run = await _tradewind.RunAsync("quotes", "watch", "ccxt:binance", "BTC/USDT", "--limit", "1");

        Assert.Equal(ExitCode.Success, run.ExitCode);
        Assert.Single(run.Output.Split('\n', StringSplitOptions.RemoveEmptyEntries));
    }
}
