using Google.Protobuf.WellKnownTypes;
using Grpc.Core;
using Tradewind.Testing;
using Tradewind.V1;

namespace Tradewind.Connectors.Tests;

/// <summary>Live feeds from a connector: bars together, gaps in band, missed bars fetched.</summary>
public sealed class FeedTests : IAsyncLifetime
{
    private static readonly TimeSpan Minute = TimeSpan.FromMinutes(1);

    /// <summary>Bars of tests lie in the past, as those of a market do when they come.</summary>
    private static readonly DateTime First = new(2024, 1, 1, 0, 0, 0, DateTimeKind.Utc);

    private TestServer _server = null!;
    private ScriptedConnector _connector = null!;

    public async Task InitializeAsync()
    {
        _server = await TestServer.StartAsync(options => options.LiveSettleSeconds = 0.05);
        _connector = await ScriptedConnector.AttachAsync(_server);
    }

    public async Task DisposeAsync()
    {
        await _connector.DisposeAsync();
        await _server.DisposeAsync();
    }

    [Fact]
    public async Task Final_bars_of_several_symbols_come_together_at_their_close_and_forming_ones_do_not_come()
    {
        await using TestServer patient = await TestServer.StartAsync(options => options.LiveSettleSeconds = 60);
        await using ScriptedConnector connector = await ScriptedConnector.AttachAsync(patient);
        (Feed feed, SubscribeOrder[] orders) = await StartAsync(patient, connector, "BTC/USDT", "ETH/USDT");
        Assert.Equal([ConnectorCapability.LiveBars, ConnectorCapability.LiveBars], orders.Select(order => order.Capability));
        await connector.BarAsync(orders[0], First, 1, final: false);
        await connector.BarAsync(orders[0], First, 2);
        await connector.BarAsync(orders[1], First, 3);
        await connector.BarAsync(orders[1], First.AddMinutes(1), 4);
        await connector.BarAsync(orders[0], First.AddMinutes(1), 5);
        // Sent again by a source that corrects itself: a bar that went out is not changed.
        await connector.BarAsync(orders[0], First.AddMinutes(1), 6);

        List<StreamBarsResponse> events = await patient.Data.StreamBars(new StreamBarsRequest { FeedId = feed.Id }).TakeAsync(4);

        Assert.Equal([2.0, 3.0, 5.0, 4.0], events.Select(message => message.Bar.Bar.Close));
        Assert.Equal(["BTC/USDT", "ETH/USDT", "BTC/USDT", "ETH/USDT"], events.Select(message => message.Bar.InstrumentId));
        Assert.Equal([1, 1, 2, 2], events.Select(message => (int)(message.KnownTime.ToDateTime() - First).TotalMinutes));
        Assert.All(events, message => Assert.Equal((false, "1m"), (message.Simulated, message.Bar.Timeframe)));
    }

    [Fact]
    public async Task A_feed_with_a_start_sends_history_first_and_continues_live()
    {
        StartFeedRequest request = Request("BTC/USDT");
        request.Connector.StartTime = Timestamp.FromDateTime(First);
        Task<StartFeedResponse> start = _server.Data.StartFeedAsync(request).ResponseAsync;
        SubscribeOrder order = await _connector.SubscriptionAsync();
        await _connector.PhaseAsync(order, SubscriptionPhase.Active);
        await AnswerAsync(First, 3);
        Feed feed = (await start).Feed;
        // Bars between the history and the first live one.
        FetchOrder missed = await AnswerAsync(First.AddMinutes(3), 2);
        Assert.Equal(First.AddMinutes(3), missed.History.Interval.StartTime.ToDateTime());
        await _connector.BarAsync(order, First.AddMinutes(4), 999);
        await _connector.BarAsync(order, First.AddMinutes(5), 105);

        List<StreamBarsResponse> events = await _server.Data.StreamBars(new StreamBarsRequest { FeedId = feed.Id }).TakeAsync(6);

        Assert.Equal([100.0, 101, 102, 100, 101, 105], events.Select(message => message.Bar.Bar.Close));
        Assert.Equal(Enumerable.Range(0, 6), events.Select(message => (int)(message.EventTime.ToDateTime() - First).TotalMinutes));
        Assert.Equal([1, 2, 3], events.Take(3).Select(message => (int)(message.KnownTime.ToDateTime() - First).TotalMinutes));
    }

    [Fact]
    public async Task When_the_connector_drops_the_feed_says_so_and_fetches_what_it_missed_after_the_return()
    {
        (Feed feed, SubscribeOrder[] orders) = await StartAsync(_server, _connector, "BTC/USDT");
        await _connector.BarAsync(orders[0], First, 100);
        using AsyncServerStreamingCall<StreamBarsResponse> subscriber = _server.Data.StreamBars(new StreamBarsRequest { FeedId = feed.Id });
        await subscriber.ResponseStream.UntilAsync(message => message.Bar is not null);
        _connector.Vanish();
        StreamBarsResponse lost = await subscriber.ResponseStream.UntilAsync(message => message.Gap is not null);
        Assert.Equal((GapKind.Lost, "BTC/USDT", First.AddMinutes(1)), (lost.Gap.Kind, lost.Gap.InstrumentId, lost.Gap.FirstMissingTime.ToDateTime()));

        _connector = await ScriptedConnector.AttachAsync(_server);
        SubscribeOrder again = await _connector.SubscriptionAsync();
        Assert.Equal("BTC/USDT", again.Symbol);
        await _connector.PhaseAsync(again, SubscriptionPhase.Active);
        await AnswerAsync(First.AddMinutes(1), 3);
        await _connector.BarAsync(again, First.AddMinutes(4), 104);

        StreamBarsResponse filled = await subscriber.ResponseStream.UntilAsync(message => message.Gap is not null);
        Assert.Equal(GapKind.Filled, filled.Gap.Kind);
        List<StreamBarsResponse> all = await _server.Data.StreamBars(new StreamBarsRequest { FeedId = feed.Id }).TakeAsync(7);
        Assert.Equal(Enumerable.Range(1, 7).Select(i => (long)i), all.Select(message => message.Sequence));
        Assert.Equal(["Bar", "Gap", "Bar", "Bar", "Bar", "Gap", "Bar"], all.Select(message => message.EventCase.ToString()));
        Assert.Equal([0, 1, 2, 3, 4], all.Where(message => message.Bar is not null).Select(message => (int)(message.EventTime.ToDateTime() - First).TotalMinutes));
        // Fetched bars are known when they came, not when they closed.
        Assert.All(all.Skip(2), message => Assert.True(message.KnownTime.ToDateTime() > DateTime.UtcNow.AddHours(-1)));
    }

    [Fact]
    public async Task When_the_source_drops_and_the_missed_bars_cannot_be_fetched_the_gap_stays_open()
    {
        (Feed feed, SubscribeOrder[] orders) = await StartAsync(_server, _connector, "BTC/USDT");
        await _connector.BarAsync(orders[0], First, 100);
        await _connector.PhaseAsync(orders[0], SubscriptionPhase.Interrupted, ConnectorErrorCode.Unavailable);
        await _connector.PhaseAsync(orders[0], SubscriptionPhase.Active);
        FetchOrder missed = await _connector.FetchAsync();
        await _connector.FailAsync(missed, "BTC/USDT", ConnectorErrorCode.RateLimited);
        await _connector.EndAsync(missed);
        await _connector.BarAsync(orders[0], First.AddMinutes(9), 109);

        List<StreamBarsResponse> events = await _server.Data.StreamBars(new StreamBarsRequest { FeedId = feed.Id }).TakeAsync(4);

        Assert.Equal(GapKind.Lost, events[1].Gap.Kind);
        Assert.Equal("the venue says so", events[1].Gap.Message);
        Assert.Equal(GapKind.Unfilled, events[2].Gap.Kind);
        Assert.Equal(109, events[3].Bar.Bar.Close);
    }

    [Fact]
    public async Task Bars_the_source_does_not_have_live_are_built_from_its_trades()
    {
        StartFeedRequest request = Request("BTC/USDT");
        request.Connector.Timeframe = "5m";
        Task<StartFeedResponse> start = _server.Data.StartFeedAsync(request).ResponseAsync;
        SubscribeOrder order = await _connector.SubscriptionAsync();
        Assert.Equal(ConnectorCapability.LiveTrades, order.Capability);
        await _connector.PhaseAsync(order, SubscriptionPhase.Active);
        Feed feed = (await start).Feed;
        // In the future, so that trades close the bars and not the clock.
        DateTime from = DateTime.UtcNow.Date.AddDays(2);
        double[] prices = [50, 10, 12, 8, 11, 20, 21];
        int[] minutes = [1, 5, 6, 8, 9, 10, 15];
        for (int i = 0; i < prices.Length; i++)
        {
            await _connector.TradeAsync(order, from.AddMinutes(minutes[i]), prices[i]);
        }

        List<StreamBarsResponse> events = await _server.Data.StreamBars(new StreamBarsRequest { FeedId = feed.Id }).TakeAsync(2);

        Bar first = events[0].Bar.Bar;
        Assert.Equal((from.AddMinutes(5), 10.0, 12.0, 8.0, 11.0, 8.0), (first.OpenTime.ToDateTime(), first.Open, first.High, first.Low, first.Close, first.Volume));
        Assert.Equal((from.AddMinutes(10), 20.0), (events[1].Bar.Bar.OpenTime.ToDateTime(), events[1].Bar.Bar.Close));
    }

    [Fact]
    public async Task Feeds_on_the_same_data_share_one_subscription_which_ends_with_the_last()
    {
        (Feed first, SubscribeOrder[] orders) = await StartAsync(_server, _connector, "BTC/USDT");
        // The state is known: nothing needs to be said for the second.
        Feed second = (await _server.Data.StartFeedAsync(Request("BTC/USDT"))).Feed;
        Assert.Equal(2, Assert.Single((await StatusAsync()).Subscriptions).ConsumerCount);
        await _connector.BarAsync(orders[0], First, 7);
        foreach (Feed feed in (Feed[])[first, second])
        {
            Assert.Equal(7, (await _server.Data.StreamBars(new StreamBarsRequest { FeedId = feed.Id }).TakeAsync(1))[0].Bar.Bar.Close);
        }

        await _server.Data.StopFeedAsync(new StopFeedRequest { FeedId = first.Id });
        ConnectorSubscription left = Assert.Single((await StatusAsync()).Subscriptions);
        Assert.Equal((SubscriptionPhase.Active, DeliveryMethod.Streaming, 1), (left.Phase, left.Method, left.ConsumerCount));
        await _server.Data.StopFeedAsync(new StopFeedRequest { FeedId = second.Id });
        Assert.Equal(orders[0].SubscriptionId, (await _connector.NextAsync(sent => sent.Unsubscribe)).SubscriptionId);
        Assert.Empty((await StatusAsync()).Subscriptions);
    }

    [Fact]
    public async Task A_symbol_the_source_refuses_stops_the_start_and_leaves_no_subscription()
    {
        Task<Client.TradewindError> refused = Refused.AsInvalidAsync("CONNECTOR_INVALID_SYMBOL", null, async () => await _server.Data.StartFeedAsync(Request("NOPE/USDT")));
        SubscribeOrder order = await _connector.SubscriptionAsync();
        await _connector.PhaseAsync(order, SubscriptionPhase.Ended, ConnectorErrorCode.InvalidSymbol);

        await refused;
        Assert.Empty((await StatusAsync()).Subscriptions);
    }

    [Fact]
    public async Task More_subscriptions_than_the_source_allows_are_refused()
    {
        await _connector.DisposeAsync();
        _connector = await ScriptedConnector.AttachAsync(_server, hello => hello.Sources[0].Limits.MaxSubscriptions = 1);
        await StartAsync(_server, _connector, "BTC/USDT");

        await Refused.AsAsync(
            StatusCode.ResourceExhausted, "CONNECTOR_RATE_LIMITED", null, async () => await _server.Data.StartFeedAsync(Request("ETH/USDT")));
        Assert.Single((await StatusAsync()).Subscriptions);
    }

    [Fact]
    public async Task A_feed_whose_history_breaks_off_is_not_started()
    {
        StartFeedRequest request = Request("BTC/USDT");
        request.Connector.StartTime = Timestamp.FromDateTime(First);
        Task<Client.TradewindError> refused = Refused.AsAsync(StatusCode.Unavailable, "CONNECTOR_TIMEOUT", null, async () => await _server.Data.StartFeedAsync(request));
        await _connector.PhaseAsync(await _connector.SubscriptionAsync(), SubscriptionPhase.Active);
        FetchOrder order = await _connector.FetchAsync();
        await _connector.RowsAsync(order, "BTC/USDT", First, Minute, 2);
        await _connector.FailAsync(order, "BTC/USDT", ConnectorErrorCode.Timeout);
        await _connector.EndAsync(order);

        await refused;
    }

    [Fact]
    public async Task A_feed_whose_every_symbol_is_ended_by_the_source_fails_with_the_reason()
    {
        (Feed feed, SubscribeOrder[] orders) = await StartAsync(_server, _connector, "BTC/USDT");
        await _connector.PhaseAsync(orders[0], SubscriptionPhase.Ended, ConnectorErrorCode.Authentication);

        List<StreamBarsResponse> messages = await _server.Data.StreamBars(new StreamBarsRequest { FeedId = feed.Id }).ListAsync();

        Assert.Equal(FeedState.Failed, messages[^1].FeedEnd.State);
        Assert.Contains("the venue says so", (await _server.Data.GetFeedAsync(new GetFeedRequest { FeedId = feed.Id })).Feed.Failure, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_subscriber_that_comes_back_after_every_event_gets_each_once()
    {
        const int bars = 100;
        (Feed feed, SubscribeOrder[] orders) = await StartAsync(_server, _connector, "BTC/USDT");
        List<double> closes = [];
        string cursor = "";
        for (int i = 0; i < bars; i++)
        {
            await _connector.BarAsync(orders[0], First.AddMinutes(i), i);
            StreamBarsResponse message = (await _server.Data.StreamBars(new StreamBarsRequest { FeedId = feed.Id, Cursor = cursor }).TakeAsync(1))[0];
            (cursor, _) = (message.Cursor, 0);
            closes.Add(message.Bar.Bar.Close);
        }

        Assert.Equal(Enumerable.Range(0, bars).Select(i => (double)i), closes);
        List<StreamBarsResponse> steady = await _server.Data.StreamBars(new StreamBarsRequest { FeedId = feed.Id }).TakeAsync(bars);
        Assert.Equal(closes, steady.Select(message => message.Bar.Bar.Close));
    }

    [Fact]
    public async Task Bars_under_way_come_on_request_with_the_cursor_of_the_event_before_and_are_not_recorded()
    {
        (Feed feed, SubscribeOrder[] orders) = await StartAsync(_server, _connector, "BTC/USDT");
        StreamBarsRequest request = new() { FeedId = feed.Id, IncludePartial = true };
        using AsyncServerStreamingCall<StreamBarsResponse> partial = _server.Data.StreamBars(request);
        using AsyncServerStreamingCall<StreamBarsResponse> built = _server.Data.StreamBars(new StreamBarsRequest(request) { Timeframe = "5m" });
        await _connector.BarAsync(orders[0], First, 1);
        StreamBarsResponse final = await partial.ResponseStream.UntilAsync(message => message.Bar is not null);
        Assert.Equal((1, true), (final.Sequence, final.Bar.IsFinal));
        Assert.Equal((false, 1.0), Shape(await built.ResponseStream.UntilAsync(message => message.Bar is not null)));

        await _connector.BarAsync(orders[0], First.AddMinutes(1), 7, final: false);
        StreamBarsResponse forming = await partial.ResponseStream.UntilAsync(message => message.Bar is not null);
        Assert.Equal((1, false, 7.0, final.Cursor), (forming.Sequence, forming.Bar.IsFinal, forming.Bar.Bar.Close, forming.Cursor));
        StreamBarsResponse part = await built.ResponseStream.UntilAsync(message => message.Bar is not null);
        Assert.Equal((false, 7.0), Shape(part));
        Assert.Equal((First, 1.0, 7.0, 2.0), (part.EventTime.ToDateTime(), part.Bar.Bar.Open, part.Bar.Bar.High, part.Bar.Bar.Volume));

        // A state of a bar that is final already comes too late.
        await _connector.BarAsync(orders[0], First.AddMinutes(1), 8);
        await _connector.BarAsync(orders[0], First.AddMinutes(1), 9, final: false);
        await _connector.BarAsync(orders[0], First.AddMinutes(2), 10);
        StreamBarsResponse next = await partial.ResponseStream.UntilAsync(message => message.Bar is not null);
        StreamBarsResponse after = await partial.ResponseStream.UntilAsync(message => message.Bar is not null);
        Assert.Equal([(true, 8.0), (true, 10.0)], new[] { next, after }.Select(Shape));
        List<StreamBarsResponse> recorded = await _server.Data.StreamBars(new StreamBarsRequest { FeedId = feed.Id, Cursor = forming.Cursor }).TakeAsync(2);
        Assert.Equal([(2, 8.0), (3, 10.0)], recorded.Select(message => ((int)message.Sequence, message.Bar.Bar.Close)));
    }

    [Fact]
    public async Task Bars_built_from_trades_are_shown_while_they_are_under_way()
    {
        StartFeedRequest request = Request("BTC/USDT");
        request.Connector.Timeframe = "5m";
        Task<StartFeedResponse> start = _server.Data.StartFeedAsync(request).ResponseAsync;
        SubscribeOrder order = await _connector.SubscriptionAsync();
        await _connector.PhaseAsync(order, SubscriptionPhase.Active);
        Feed feed = (await start).Feed;
        DateTime from = DateTime.UtcNow.Date.AddDays(2);
        await _connector.TradeAsync(order, from, 50);
        await _connector.TradeAsync(order, from.AddMinutes(5), 10);
        using AsyncServerStreamingCall<StreamBarsResponse> partial = _server.Data.StreamBars(new StreamBarsRequest { FeedId = feed.Id, IncludePartial = true });
        StreamBarsResponse first = await partial.ResponseStream.UntilAsync(message => message.Bar is not null);
        Assert.Equal((0, false, 10.0), (first.Sequence, first.Bar.IsFinal, first.Bar.Bar.Close));
        await _connector.TradeAsync(order, from.AddMinutes(6), 12);
        StreamBarsResponse second = await partial.ResponseStream.UntilAsync(message => message.Bar is not null);
        Assert.Equal((false, 12.0), Shape(second));
        Assert.Equal((from.AddMinutes(5), 4.0), (second.EventTime.ToDateTime(), second.Bar.Bar.Volume));
    }

    [Fact]
    public async Task A_feed_of_minutes_is_read_in_five_minutes_and_resumes_on_exactly_the_same_bars_after_a_restart_too()
    {
        (Feed feed, SubscribeOrder[] orders) = await StartAsync(_server, _connector, "BTC/USDT");
        StreamBarsRequest request = new() { FeedId = feed.Id, Timeframe = "5m" };
        for (int minute = 0; minute < 17; minute++)
        {
            await _connector.BarAsync(orders[0], First.AddMinutes(minute), minute);
        }

        List<StreamBarsResponse> live = await _server.Data.StreamBars(request).TakeAsync(3);
        Assert.Equal([(1, 4.0), (2, 9.0), (3, 14.0)], live.Select(message => ((int)message.Sequence, message.Bar.Bar.Close)));
        Assert.All(live, message => Assert.Equal(("5m", message.EventTime.ToDateTime().AddMinutes(5), 5.0), (message.Bar.Timeframe, message.KnownTime.ToDateTime(), message.Bar.Bar.Volume)));
        await Refused.AsAsync(
            StatusCode.OutOfRange, "CURSOR_UNKNOWN", null, () => _server.Data.StreamBars(new StreamBarsRequest { FeedId = feed.Id, Cursor = live[0].Cursor }).ListAsync());
        await Refused.AsInvalidAsync(
            "TIMEFRAME_NOT_MULTIPLE", "timeframe", () => _server.Data.StreamBars(new StreamBarsRequest { FeedId = feed.Id, Timeframe = "90s" }).ListAsync());
        await Refused.AsInvalidAsync(
            "DELIVERY_UNKNOWN", "delivery", () => _server.Data.StreamBars(new StreamBarsRequest { FeedId = feed.Id, Delivery = (BarDelivery)9 }).ListAsync());

        await _connector.DisposeAsync();
        await _server.Data.StopFeedAsync(new StopFeedRequest { FeedId = feed.Id });
        _server = await _server.RestartAsync();
        _connector = await ScriptedConnector.AttachAsync(_server);
        List<StreamBarsResponse> again = [.. (await _server.Data.StreamBars(request).ListAsync()).Where(message => message.Bar is not null)];
        Assert.Equal(live, again);
        List<StreamBarsResponse> rest = await _server.Data.StreamBars(new StreamBarsRequest(request) { Cursor = live[1].Cursor }).TakeAsync(1);
        Assert.Equal(live[2], rest[0]);
    }

    private static (bool IsFinal, double Close) Shape(StreamBarsResponse message) => (message.Bar.IsFinal, message.Bar.Bar.Close);

    private async Task<FetchOrder> AnswerAsync(DateTime first, int rows)
    {
        FetchOrder order = await _connector.FetchAsync();
        await _connector.RowsAsync(order, order.Symbols[0], first, Minute, rows);
        await _connector.EndAsync(order);
        return order;
    }

    private async Task<Connector> StatusAsync() =>
        (await _server.Client.Connectors.GetConnectorAsync(new GetConnectorRequest { Connector = ScriptedConnector.Name })).Connector;

    private static async Task<(Feed Feed, SubscribeOrder[] Orders)> StartAsync(TestServer server, ScriptedConnector connector, params string[] symbols)
    {
        Task<StartFeedResponse> start = server.Data.StartFeedAsync(Request(symbols)).ResponseAsync;
        SubscribeOrder[] orders = new SubscribeOrder[symbols.Length];
        for (int i = 0; i < symbols.Length; i++)
        {
            orders[i] = await connector.SubscriptionAsync();
            Assert.Equal((symbols[i], "1m"), (orders[i].Symbol, orders[i].Timeframe));
            await connector.PhaseAsync(orders[i], SubscriptionPhase.Active);
        }

        return ((await start).Feed, orders);
    }

    private static StartFeedRequest Request(params string[] symbols) =>
        new() { Connector = new ConnectorFeed { Connector = ScriptedConnector.Address, Symbols = { symbols }, Timeframe = "1m" } };
}
