using Google.Protobuf.WellKnownTypes;
using Grpc.Core;
using Tradewind.Client;
using Tradewind.Testing;
using Tradewind.V1;

namespace Tradewind.Connectors.Tests;

/// <summary>Loads from a connector: stored and inspected as any other load, whole or flagged.</summary>
public sealed class LoadTests : IAsyncLifetime
{
    private static readonly DateTime First = new(2024, 1, 1, 0, 0, 0, DateTimeKind.Utc);
    private static readonly TimeSpan Day = TimeSpan.FromDays(1);

    private TestServer _server = null!;
    private ScriptedConnector _connector = null!;

    public async Task InitializeAsync()
    {
        _server = await TestServer.StartAsync();
        _connector = await ScriptedConnector.AttachAsync(_server);
    }

    public async Task DisposeAsync()
    {
        await _connector.DisposeAsync();
        await _server.DisposeAsync();
    }

    [Fact]
    public async Task History_is_stored_with_instrument_and_quality_report()
    {
        Task<LoadReport> load = _server.LoadAsync(Request("BTC/USDT"));
        FetchOrder order = await _connector.FetchAsync();
        Assert.Equal((ScriptedConnector.Source, "1d", "BTC/USDT"), (order.Source, order.History.Timeframe, Assert.Single(order.Symbols)));
        await _connector.RowsAsync(order, "BTC/USDT", First, Day, 10);
        await _connector.RowsAsync(order, "BTC/USDT", First.AddDays(10), Day, 10, row => 110 + row);
        await _connector.EndAsync(order);

        LoadReport report = await load;

        Instrument stored = Assert.Single(report.Instruments);
        Assert.Equal((AssetClass.CryptoSpot, "script:venue", "USDT", "0.01", 20L), (stored.AssetClass, stored.Source, stored.Currency, stored.TickSize, stored.Series[0].RowCount));
        Assert.False(report.Quality[0].Partial);
        ListBarsResponse bars = await _server.Data.ListBarsAsync(new ListBarsRequest { InstrumentId = "BTC/USDT" });
        Assert.Equal(Enumerable.Range(100, 20).Select(close => (double)close), bars.Bars.Select(bar => bar.Close));
        QualityReport kept = (await _server.Data.GetQualityReportAsync(new GetQualityReportRequest { InstrumentId = "BTC/USDT" })).Report;
        Assert.Equal(report.Quality[0], kept);
    }

    [Fact]
    public async Task One_failing_symbol_does_not_keep_the_others_back_and_a_broken_off_one_is_partial()
    {
        Task<LoadReport> load = _server.LoadAsync(Request("GOOD/USDT", "NOPE/USDT", "CUT/USDT"));
        FetchOrder order = await _connector.FetchAsync();
        await _connector.FailAsync(order, "NOPE/USDT", ConnectorErrorCode.InvalidSymbol);
        await _connector.RowsAsync(order, "GOOD/USDT", First, Day, 20);
        await _connector.RowsAsync(order, "CUT/USDT", First, Day, 5);
        await _connector.FailAsync(order, "CUT/USDT", ConnectorErrorCode.RateLimited, retrySeconds: 7);
        await _connector.EndAsync(order);

        LoadReport report = await load;

        Assert.Equal(["GOOD/USDT", "CUT/USDT"], report.Instruments.Select(instrument => instrument.Id));
        Assert.Equal([false, true], report.Quality.Select(quality => quality.Partial));
        Assert.Contains(report.Quality[1].Findings, finding => finding is { Code: "PARTIAL", Severity: Severity.Error });
        Assert.Equal(["NOT_DELIVERED", "NOT_DELIVERED"], report.Notes.Select(note => note.Code));
        Assert.Contains("CONNECTOR_INVALID_SYMBOL", report.Notes[0].Message, StringComparison.Ordinal);
        Assert.Equal("Load it again in 7 s.", report.Notes[1].Advice);
    }

    [Theory]
    [InlineData(ConnectorErrorCode.InvalidSymbol, StatusCode.InvalidArgument, "CONNECTOR_INVALID_SYMBOL")]
    [InlineData(ConnectorErrorCode.InvalidField, StatusCode.InvalidArgument, "CONNECTOR_INVALID_FIELD")]
    [InlineData(ConnectorErrorCode.Unsupported, StatusCode.InvalidArgument, "CONNECTOR_UNSUPPORTED")]
    [InlineData(ConnectorErrorCode.RateLimited, StatusCode.ResourceExhausted, "CONNECTOR_RATE_LIMITED")]
    [InlineData(ConnectorErrorCode.Authentication, StatusCode.FailedPrecondition, "CONNECTOR_AUTHENTICATION")]
    [InlineData(ConnectorErrorCode.Unavailable, StatusCode.Unavailable, "CONNECTOR_UNAVAILABLE")]
    [InlineData(ConnectorErrorCode.Timeout, StatusCode.Unavailable, "CONNECTOR_TIMEOUT")]
    [InlineData(ConnectorErrorCode.Malformed, StatusCode.DataLoss, "CONNECTOR_MALFORMED")]
    [InlineData(ConnectorErrorCode.Internal, StatusCode.Internal, "CONNECTOR_INTERNAL")]
    public async Task When_every_symbol_failed_the_load_fails_with_the_kind_of_failure(ConnectorErrorCode code, StatusCode status, string reason)
    {
        Task<TradewindError> refused = Refused.AsAsync(status, reason, null, () => _server.LoadAsync(Request("BTC/USDT")));
        FetchOrder order = await _connector.FetchAsync();
        await _connector.FailAsync(order, "BTC/USDT", code);
        await _connector.EndAsync(order);

        await refused;
    }

    [Fact]
    public async Task Who_is_not_attached_or_cannot_do_it_is_named_with_what_there_is()
    {
        TradewindError absent = await Refused.AsAsync(StatusCode.Unavailable, "CONNECTOR_UNAVAILABLE", null, () => _server.LoadAsync(Request(load => load.Connector = "ccxt:binance", "BTC/USDT")));
        Assert.Contains("Attached: script", absent.Message, StringComparison.Ordinal);
        TradewindError source = await Refused.AsInvalidAsync("CONNECTOR_UNSUPPORTED", null, () => _server.LoadAsync(Request(load => load.Connector = "script:kraken", "BTC/USDT")));
        Assert.Contains("script:venue", source.Message, StringComparison.Ordinal);
        TradewindError timeframe = await Refused.AsInvalidAsync("CONNECTOR_UNSUPPORTED", null, () => _server.LoadAsync(Request(load => load.Timeframe = "4h", "BTC/USDT")));
        Assert.Contains("1m, 5m, 1d", timeframe.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("CONNECTOR_ADDRESS_INVALID", "connector.connector")]
    [InlineData("SYMBOLS_INVALID", "connector.symbols")]
    [InlineData("TIMEFRAME_INVALID", "connector.timeframe")]
    [InlineData("INTERVAL_EMPTY", "connector.interval")]
    public async Task A_wrong_request_is_refused_before_the_connector_is_asked(string reason, string field)
    {
        LoadDataRequest request = Request(
            load => _ = field switch
            {
                "connector.connector" => load.Connector = "CCXT binance",
                "connector.timeframe" => load.Timeframe = "soon",
                "connector.interval" => (load.Interval = new TimeInterval { StartTime = Timestamp.FromDateTime(DateTime.UtcNow.AddDays(1)) }).ToString(),
                _ => load.Timeframe,
            },
            field == "connector.symbols" ? [] : ["BTC/USDT"]);

        await Refused.AsInvalidAsync(reason, field, () => _server.LoadAsync(request));
    }

    [Fact]
    public async Task Rows_that_break_a_rule_are_dropped_and_counted_and_rows_outside_the_request_left_out()
    {
        Task<LoadReport> load = _server.LoadAsync(Request("BTC/USDT"));
        FetchOrder order = await _connector.FetchAsync();
        await _connector.RowsAsync(order, "BTC/USDT", First.AddDays(-3), Day, 3);
        await _connector.RowsAsync(order, "BTC/USDT", First, Day, 20, row => row == 4 ? -1 : 100 + row);
        await _connector.RowsAsync(order, "BTC/USDT", First.AddDays(19), Day, 1, _ => 500);
        await _connector.EndAsync(order);

        LoadReport report = await load;

        Assert.Equal(19, report.RowCount);
        Assert.Equal([1L, 1L], report.Quality[0].Findings.Where(finding => finding.Code is "DROPPED_BAD_PRICE" or "DROPPED_DUPLICATES").Select(finding => finding.Count));
        ListBarsResponse bars = await _server.Data.ListBarsAsync(new ListBarsRequest { InstrumentId = "BTC/USDT" });
        Assert.Equal(119, bars.Bars[^1].Close);
    }

    [Fact]
    public async Task A_symbol_can_be_stored_under_another_id()
    {
        Task<LoadReport> load = _server.LoadAsync(Request(asked => asked.InstrumentIds["BTC/USDT"] = "BTC/USDT venue", "BTC/USDT"));
        FetchOrder order = await _connector.FetchAsync();
        await _connector.RowsAsync(order, "BTC/USDT", First, Day, 3);
        await _connector.EndAsync(order);

        Assert.Equal("BTC/USDT venue", Assert.Single((await load).Instruments).Id);
    }

    [Fact]
    public async Task A_fetch_that_takes_too_long_is_cancelled_and_keeps_what_came()
    {
        Task<LoadReport> load = _server.LoadAsync(Request(asked => asked.Timeout = Duration.FromTimeSpan(TimeSpan.FromSeconds(0.3)), "BTC/USDT", "ETH/USDT"));
        FetchOrder order = await _connector.FetchAsync();
        await _connector.RowsAsync(order, "BTC/USDT", First, Day, 4);

        LoadReport report = await load;

        Assert.Equal(order.FetchId, (await _connector.NextAsync(sent => sent.Cancel)).FetchId);
        Assert.True(Assert.Single(report.Quality).Partial);
        Assert.Contains(report.Notes, note => note.Message.Contains("ETH/USDT: CONNECTOR_TIMEOUT", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_caller_that_leaves_cancels_the_fetch()
    {
        using AsyncServerStreamingCall<LoadDataResponse> call = _server.Data.LoadData(Request("BTC/USDT"));
        FetchOrder order = await _connector.FetchAsync();
        call.Dispose();

        Assert.Equal(order.FetchId, (await _connector.NextAsync(sent => sent.Cancel)).FetchId);
    }

    [Fact]
    public async Task A_connector_that_goes_away_leaves_what_it_sent_as_partial()
    {
        Task<LoadReport> load = _server.LoadAsync(Request("BTC/USDT"));
        FetchOrder order = await _connector.FetchAsync();
        for (int block = 0; block < 8; block++)
        {
            await _connector.RowsAsync(order, "BTC/USDT", First.AddDays(block), Day, 1);
        }

        // The credit says that the server has taken in all eight.
        Assert.Equal(8, (await _connector.NextAsync(sent => sent.Credit)).MessageCount);
        _connector.Vanish();

        LoadReport report = await load;

        Assert.Equal((8L, true), (report.RowCount, report.Quality[0].Partial));
    }

    [Fact]
    public async Task A_block_whose_columns_do_not_fit_is_malformed()
    {
        Task<TradewindError> refused = Refused.AsAsync(StatusCode.DataLoss, "CONNECTOR_MALFORMED", null, () => _server.LoadAsync(Request("BTC/USDT")));
        FetchOrder order = await _connector.FetchAsync();
        await _connector.SayAsync(new AttachRequest
        {
            Rows = new FetchRows { FetchId = order.FetchId, Symbol = "BTC/USDT", Block = new ColumnBlock { RowCount = 3, Columns = { new Column { Name = "close" } } } },
        });
        await _connector.EndAsync(order);

        Assert.Contains("columns have other lengths", (await refused).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Rows_of_a_symbol_that_was_not_asked_for_end_the_fetch()
    {
        Task<TradewindError> refused = Refused.AsAsync(StatusCode.DataLoss, "CONNECTOR_MALFORMED", null, () => _server.LoadAsync(Request("BTC/USDT")));
        FetchOrder order = await _connector.FetchAsync();
        await _connector.RowsAsync(order, "ETH/USDT", First, Day, 1);

        await refused;
    }

    private static LoadDataRequest Request(params string[] symbols) => Request(_ => { }, symbols);

    private static LoadDataRequest Request(Action<ConnectorLoad> change, params string[] symbols)
    {
        ConnectorLoad load = new()
        {
            Connector = ScriptedConnector.Address, Symbols = { symbols }, Timeframe = "1d",
            Interval = new TimeInterval { StartTime = Timestamp.FromDateTime(First), EndTime = Timestamp.FromDateTime(First.AddDays(20)) },
        };
        change(load);
        return new LoadDataRequest { Connector = load };
    }
}
