using System.Collections.Concurrent;
using Google.Protobuf.WellKnownTypes;
using Grpc.Core;
using Microsoft.Extensions.Logging;
using Tradewind.Server.Connectors;
using Tradewind.Server.Hosting;
using Tradewind.Testing;
using Tradewind.V1;

namespace Tradewind.Connectors.Tests;

/// <summary>Connectors as child processes of the server.</summary>
public sealed class SupervisedConnectorTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    [Fact]
    public async Task The_server_starts_the_ccxt_connector_loads_and_streams_through_it_and_stops_it()
    {
        using FakeExchange exchange = await FakeExchange.StartAsync();
        ConnectorProcessOptions ccxt = new() { Name = "ccxt", Command = "node", Arguments = [FakeExchange.Connector, "--config", exchange.Config] };
        TestServer server = await TestServer.StartAsync(options => options.Connectors = [ccxt]);
        Connector attached = await UntilAsync(server, "ccxt", connector => connector.State == ConnectorState.Attached);
        Assert.True(attached.Process is { Running: true, ProcessId: > 0, RestartCount: 0 });
        DateTime first = new(2024, 1, 1, 0, 0, 0, DateTimeKind.Utc);

        LoadReport report = await server.LoadAsync(new LoadDataRequest
        {
            Connector = new ConnectorLoad
            {
                Connector = "ccxt:binance", Symbols = { "BTC/USDT", "NOPE/USDT", "CUT/USDT" }, Timeframe = "1m",
                Interval = new TimeInterval { StartTime = Timestamp.FromDateTime(first), EndTime = Timestamp.FromDateTime(first.AddDays(3)) },
            },
        });
        Assert.Equal([2500L, 1000L], report.Instruments.Select(instrument => instrument.Series[0].RowCount));
        Assert.Equal([false, true], report.Quality.Select(quality => quality.Partial));
        Assert.Equal("ccxt:binance", report.Instruments[0].Source);
        Assert.Equal("0.01", report.Instruments[0].TickSize);

        // The exchange's markets are announced, loaded or not.
        Instrument announced = (await server.Data.GetInstrumentAsync(new GetInstrumentRequest { InstrumentId = "ETH/USDT" })).Instrument;
        Assert.Equal(("ccxt:binance", "0.01", 0), (announced.Source, announced.TickSize, announced.Series.Count));
        Quote quote = (await server.Data.GetQuoteAsync(new GetQuoteRequest { Connector = "ccxt:binance", Symbol = "BTC/USDT" })).Quote;
        Assert.Equal((99.5, 100.5), (quote.BidPrice, quote.AskPrice));
        using (AsyncServerStreamingCall<StreamQuotesResponse> books = server.Data.StreamQuotes(
            new StreamQuotesRequest { Connector = "ccxt:binance", Symbols = { "BTC/USDT" }, Depth = 5 }))
        {
            StreamQuotesResponse book = await books.ResponseStream.UntilAsync(message => message.Book is { Bids.Count: 2 });
            Assert.Equal([99.6, 99.5], book.Book.Bids.Select(level => level.Price));
            Assert.Equal([100.5], book.Book.Asks.Select(level => level.Price));
        }

        Feed feed = (await server.Data.StartFeedAsync(
            new StartFeedRequest { Connector = new ConnectorFeed { Connector = "ccxt:binance", Symbols = { "DROP/USDT" }, Timeframe = "1m" } })).Feed;
        using (var stream = server.Data.StreamBars(new StreamBarsRequest { FeedId = feed.Id }))
        {
            await stream.ResponseStream.UntilAsync(message => message.Bar is not null);
            await stream.ResponseStream.UntilAsync(message => message.Gap is { Kind: GapKind.Lost });
            await stream.ResponseStream.UntilAsync(message => message.Gap is { Kind: GapKind.Filled });
            await stream.ResponseStream.UntilAsync(message => message.Bar is not null);
        }

        await server.DisposeAsync();
        Assert.Throws<ArgumentException>(() => System.Diagnostics.Process.GetProcessById(attached.Process.ProcessId));
    }

    [Fact]
    public async Task A_process_that_ends_is_started_again_and_the_status_says_so()
    {
        ConnectorProcessOptions failing = new() { Name = "failing", Command = "/bin/sh", Arguments = ["-c", "exit 3"] };
        ConnectorProcessOptions absent = new() { Name = "absent", Command = "no-such-program-anywhere" };
        await using TestServer server = await TestServer.StartAsync(options => (options.Connectors, options.ConnectorRestartSeconds) = ([failing, absent], 0.001));

        Assert.Equal(ConnectorState.Detached, (await UntilAsync(server, "failing", connector => connector.Process.RestartCount >= 3)).State);
        await UntilAsync(server, "absent", connector => connector.Process is { Running: false, NextStartTime: not null });
        Assert.Equal(["absent", "failing"], (await server.Client.Connectors.ListConnectorsAsync(new ListConnectorsRequest())).Connectors.Select(connector => connector.Name));
    }

    [Fact]
    public async Task Only_named_variables_are_handed_on_and_their_values_never_reach_the_log()
    {
        Environment.SetEnvironmentVariable("TRADEWIND_TEST_KEY", "sesame-open");
        Environment.SetEnvironmentVariable("TRADEWIND_TEST_OTHER", "not-for-you");
        ConcurrentQueue<string> lines = new();
        ConnectorProcessOptions talking = new()
        {
            Name = "talking", Command = "/bin/sh", Environment = ["TRADEWIND_TEST_KEY"],
            Arguments = ["-c", "echo key $TRADEWIND_TEST_KEY other \"${TRADEWIND_TEST_OTHER-none}\" at $TRADEWIND_SERVER; read line"],
        };
        SupervisedProcess process = new(talking, 1, "http://127.0.0.1:9", TimeProvider.System, new LineLogger(lines));
        using CancellationTokenSource stop = new();
        Task running = process.RunAsync(stop.Token);
        using CancellationTokenSource patience = new(Patience);
        while (!lines.Any(line => line.Contains("talking: key", StringComparison.Ordinal)))
        {
            patience.Token.ThrowIfCancellationRequested();
            await Task.Yield();
        }

        await stop.CancelAsync();
        await running.WaitAsync(Patience);

        Assert.Contains("talking: key <TRADEWIND_TEST_KEY> other none at http://127.0.0.1:9", lines);
        Assert.DoesNotContain(lines, line => line.Contains("sesame", StringComparison.Ordinal));
    }

    private static async Task<Connector> UntilAsync(TestServer server, string name, Func<Connector, bool> fits)
    {
        using CancellationTokenSource patience = new(Patience);
        while (true)
        {
            Connector connector = (await server.Client.Connectors.GetConnectorAsync(
                new GetConnectorRequest { Connector = name }, cancellationToken: patience.Token)).Connector;
            if (fits(connector))
            {
                return connector;
            }

            await Task.Yield();
        }
    }

    private sealed class LineLogger(ConcurrentQueue<string> lines) : ILogger
    {
        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
            lines.Enqueue(formatter(state, exception));
    }
}
