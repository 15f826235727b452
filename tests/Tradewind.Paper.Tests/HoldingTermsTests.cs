using System.Globalization;
using Tradewind.Client;
using Tradewind.Testing;
using Tradewind.V1;

namespace Tradewind.Paper.Tests;

/// <summary>Borrowing, margin with liquidation, and contract rolls in sessions: what a backtest does with them, bit for bit.</summary>
public sealed class HoldingTermsTests : PaperServer
{
    private static BorrowTerms Borrow => new() { AnnualFraction = 0.5 };

    private static MarginTerms Margin => new() { InitialFraction = 0.5, MaintenanceFraction = 0.49 };

    private static ContractRoll[] Rolls =>
    [
        new() { InstrumentId = MarketData.Coin, Time = MarketData.Day(40), FromContract = "A", ToContract = "B", Gap = "1.5" },
        new() { InstrumentId = MarketData.Coin, Time = MarketData.Day(80), FromContract = "B", ToContract = "C", Gap = "-2" },
    ];

    private static TradingSettings All => new()
    {
        InitialCapital = "1000", MaxDrawdownFraction = 1, Sizing = new PositionSizing { FixedQuantity = "15" }, Borrow = Borrow, Margin = Margin, Rolls = { Rolls },
    };

    public static TheoryData<string> Terms => ["borrow", "margin", "rolls", "all", "all with stops, closed at the end"];

    private static TradingSettings Settings(string terms) => terms switch
    {
        "borrow" => new TradingSettings { Borrow = Borrow, MaxDrawdownFraction = 1 },
        "margin" => new TradingSettings
        {
            InitialCapital = "1000", MaxDrawdownFraction = 1, Sizing = new PositionSizing { FixedQuantity = "15" }, Margin = Margin,
        },
        "rolls" => new TradingSettings { MaxDrawdownFraction = 1, Rolls = { Rolls } },
        "all" => All,
        _ => new TradingSettings(All) { StopLossPercent = 4, TakeProfitPercent = 9, CloseAtEnd = true, CommissionFraction = 0.002 },
    };

    [Theory]
    [MemberData(nameof(Terms))]
    public async Task A_session_gives_the_ledger_of_the_backtest_and_replays_to_it(string terms)
    {
        TradingSettings settings = Settings(terms);
        BacktestSpec spec = new() { Strategy = Crossover, Settings = settings, Members = { MarketData.Member(MarketData.Coin) } };
        string id = await Server.ResultOfAsync((await Server.Backtests.RunBacktestAsync(new RunBacktestRequest { Spec = spec })).Operation);
        Backtest backtest = (await Server.Backtests.GetBacktestAsync(new GetBacktestRequest { BacktestId = id })).Backtest;
        using PaperSession paper = await PaperSession.StartAsync(Server, Clock, Crossover, settings, Unpaced(MarketData.Coin));
        await paper.ReadToEndAsync();
        Session session = await paper.GetAsync();

        ListBacktestFillsResponse fills = await Server.Backtests.ListBacktestFillsAsync(new ListBacktestFillsRequest { BacktestId = id, PageSize = 1000 });
        Assert.NotEmpty(fills.Fills);
        Assert.Equal(fills.Fills, await paper.FillsAsync());
        ListBacktestOrdersResponse orders = await Server.Backtests.ListBacktestOrdersAsync(new ListBacktestOrdersRequest { BacktestId = id, PageSize = 1000 });
        Assert.Equal(orders.Orders, await paper.OrdersAsync());
        ColumnTable equity = await Server.Client.ReadBacktestEquityAsync(id);
        Assert.Equal(BitConverter.DoubleToInt64Bits(equity["equity"][^1]), BitConverter.DoubleToInt64Bits(session.Equity));
        Assert.Equal((backtest.LedgerHash, backtest.Costs), (session.LedgerHash, session.Costs));
        Assert.Equal((backtest.MarginCalls, backtest.Rolls), (session.MarginCalls, session.Rolls));
        await paper.AssertReplaysAsync();

        // Each of the terms did something.
        HashSet<string> origins = [.. orders.Orders.Select(order => order.Origin)];
        Assert.Equal(settings.Borrow is not null, decimal.Parse(session.Costs.Borrow, CultureInfo.InvariantCulture) > 0);
        Assert.Equal(settings.Margin is not null, session.MarginCalls.Count > 0 && origins.Contains("liquidation"));
        Assert.Equal(settings.Rolls.Count, session.Rolls.Count);
    }

    [Fact]
    public async Task A_session_that_a_server_stop_ends_in_the_middle_keeps_what_holding_cost_and_replays()
    {
        using PaperSession paper = await PaperSession.StartAsync(Server, Clock, Crossover, All);
        await paper.PlayAsync(70);
        Session before = await paper.GetAsync();
        Assert.NotEmpty(before.MarginCalls);
        Assert.Single(before.Rolls);

        Server = await Server.RestartAsync();

        Session after = (await Server.Paper.GetSessionAsync(new GetSessionRequest { SessionId = paper.Id })).Session;
        Assert.Equal((SessionState.Stopped, before.MarketTime), (after.State, after.MarketTime));
        Assert.Equal((before.MarginCalls, before.Rolls), (after.MarginCalls, after.Rolls));
        Assert.True(decimal.Parse(after.Costs.Borrow, CultureInfo.InvariantCulture) >= decimal.Parse(before.Costs.Borrow, CultureInfo.InvariantCulture));
        await PaperSession.AssertReplaysAsync(Server.Client, paper.Id);
    }

    [Fact]
    public async Task A_session_of_a_killed_server_is_rebuilt_from_its_inputs_with_what_holding_cost()
    {
        string folder = Directory.CreateTempSubdirectory("tradewind-holding-").FullName;
        string session;
        TradingSettings settings = new(All);
        settings.Rolls.Clear();
        using (ServerProcess process = await ServerProcess.StartAsync(folder))
        {
            Feed feed = (await process.Client.Data.StartFeedAsync(new StartFeedRequest
            {
                Simulation = new SimulatedFeed { Seed = 3, RowCount = 10_000, StepsPerSecond = 200 },
            })).Feed;
            settings.InitialCapital = "100000";
            settings.Sizing = new PositionSizing { EquityFraction = 1 };
            session = (await process.Client.Paper.CreateSessionAsync(new CreateSessionRequest { FeedId = feed.Id, Strategy = Crossover, Settings = settings })).Session.Id;
            using Grpc.Core.AsyncServerStreamingCall<StreamSessionEventsResponse> events =
                process.Client.Paper.StreamSessionEvents(new StreamSessionEventsRequest { SessionId = session });
            int fills = 0;
            await events.ResponseStream.UntilAsync(message => (fills += message.Fill is null ? 0 : 1) == 12);
            await process.KillAsync();
        }

        await using TestServer after = await TestServer.StartAsync(folder: folder);
        Session state = (await after.Paper.GetSessionAsync(new GetSessionRequest { SessionId = session })).Session;
        Assert.Equal(SessionState.Stopped, state.State);
        Assert.True(decimal.Parse(state.Costs.Borrow, CultureInfo.InvariantCulture) > 0);
        await PaperSession.AssertReplaysAsync(after.Client, session);
    }
}
