using System.Runtime.InteropServices;
using Grpc.Core;
using Tradewind.Client;
using Tradewind.Testing;
using Tradewind.V1;

namespace Tradewind.Paper.Tests;

/// <summary>Sessions whose decisions are made by a program outside of the server, which may go away and come back.</summary>
public sealed class RemoteSessionTests : PaperServer
{
    private static RemoteProgram Program(int batch = 1, double deadline = 30) => new()
    {
        Name = "averages", Parameters = { ["fast"] = "2", ["slow"] = "5" }, CodeVersion = "1", BatchSize = batch, StepDeadlineSeconds = deadline,
    };

    private static TradingSettings Settings => new() { MaxDrawdownFraction = 1 };

    private async Task<Session> CreateAsync(StartFeedRequest? feed = null, RemoteProgram? program = null, params PortfolioMember[] warmUp)
    {
        Feed started = (await Server.Data.StartFeedAsync(feed ?? Unpaced(MarketData.Coin))).Feed;
        return (await Server.Paper.CreateSessionAsync(new CreateSessionRequest
        {
            FeedId = started.Id, Settings = Settings, Program = program ?? Program(), WarmUp = { warmUp },
        })).Session;
    }

    private async Task<Session> GetAsync(string id) => (await Server.Paper.GetSessionAsync(new GetSessionRequest { SessionId = id })).Session;

    private async Task<Session> BuiltInAsync()
    {
        using PaperSession session = await PaperSession.StartAsync(Server, Clock, Crossover, Settings, Unpaced(MarketData.Coin));
        await session.ReadToEndAsync();
        return await session.GetAsync();
    }

    [Fact]
    public async Task A_program_with_the_rule_of_a_built_in_strategy_has_its_fills_and_replays()
    {
        Session created = await CreateAsync();
        using Trader trader = new(Server, created.Id);
        Session end = await trader.RunAsync();
        Session builtIn = await BuiltInAsync();

        Assert.Equal((SessionState.Ended, Rows), (end.State, trader.Numbers.Count));
        Assert.Equal(Enumerable.Range(1, Rows).Select(step => (long)step), trader.Numbers);
        Assert.Equal(("averages", "1"), (end.Program.Name, end.Program.CodeVersion));
        Assert.Null(end.ProgramStatus);
        Assert.True(end.FillCount > 10, $"{end.FillCount} fills");
        Assert.Equal(await FillsAsync(builtIn.Id), await FillsAsync(end.Id));
        Assert.Equal((builtIn.Equity, builtIn.Costs), (end.Equity, end.Costs));
        await PaperSession.AssertReplaysAsync(Server.Client, end.Id);
    }

    [Fact]
    public async Task A_session_whose_client_goes_away_stands_still_with_its_positions_and_goes_on_with_the_next()
    {
        Session created = await CreateAsync();
        Assert.NotEqual(RemoteProgramState.Attached, created.ProgramStatus.State);
        Crossing rule = new();
        using (Trader first = new(Server, created.Id, rule))
        {
            await first.RunAsync(steps: 30);
            first.Leave();
        }

        Session halted = await UntilAsync(created.Id, RemoteProgramState.Halted);
        Assert.Equal((SessionState.Running, MarketData.Day(31), 30L), (halted.State, halted.MarketTime, halted.ProgramStatus.StepCount));
        Assert.Equal(halted.MarketTime, halted.ProgramStatus.WaitingTime);
        Assert.NotEmpty(halted.ProgramStatus.LeftReason);
        Position held = Assert.Single((await Server.Paper.ListPositionsAsync(new ListPositionsRequest { SessionId = created.Id })).Positions);
        await Refused.AsTooEarlyOrLateAsync("SESSION_HALTED", () => Server.Paper.SubmitOrderAsync(new SubmitOrderRequest
        {
            RequestId = "by hand", SessionId = created.Id, InstrumentId = MarketData.Coin, Side = Side.Sell, Quantity = "1",
        }).ResponseAsync);
        Assert.Equal(held, Assert.Single((await Server.Paper.ListPositionsAsync(new ListPositionsRequest { SessionId = created.Id })).Positions));

        using Trader second = new(Server, created.Id, rule);
        Session end = await second.RunAsync();
        // The step that waited comes again under its number, and nothing is missing.
        Assert.Equal((31L, Rows - 30), (second.Numbers[0], second.Numbers.Count));
        using Trader whole = new(Server, (await CreateAsync()).Id);
        Session straight = await whole.RunAsync();
        Assert.Equal((straight.LedgerHash, straight.FillCount), (end.LedgerHash, end.FillCount));
        await PaperSession.AssertReplaysAsync(Server.Client, end.Id);
    }

    [Fact]
    public async Task An_order_that_waits_when_the_client_goes_away_is_refused_and_never_fills()
    {
        Session created = await CreateAsync();
        Crossing rule = new();
        using Trader first = new(Server, created.Id, rule);
        await first.RunAsync(steps: 30);
        SubmitOrderRequest order = new()
        {
            RequestId = "by hand", SessionId = created.Id, InstrumentId = MarketData.Coin, Side = Side.Sell, Quantity = "1",
        };
        // Of two calls with one request id one waits with the order, and the other is told so.
        Task<SubmitOrderResponse>[] calls = [.. Enumerable.Range(0, 2).Select(_ => Server.Paper.SubmitOrderAsync(order).ResponseAsync)];
        Task<SubmitOrderResponse> told = await Task.WhenAny(calls);
        await Refused.AsTooEarlyOrLateAsync("REQUEST_IN_PROGRESS", () => told);
        first.Leave();
        await Refused.AsTooEarlyOrLateAsync("SESSION_HALTED", () => calls.Single(call => call != told).WaitAsync(TimeSpan.FromSeconds(30)));

        using Trader second = new(Server, created.Id, rule);
        Session end = await second.RunAsync();
        using Trader whole = new(Server, (await CreateAsync()).Id);
        Session straight = await whole.RunAsync();
        Assert.Equal((straight.LedgerHash, straight.OrderCount), (end.LedgerHash, end.OrderCount));
        await PaperSession.AssertReplaysAsync(Server.Client, end.Id);
    }

    [Fact]
    public async Task A_client_that_is_late_is_sent_away_and_the_step_waits()
    {
        Session created = await CreateAsync(program: Program(deadline: 0.3));
        using Trader slow = new(Server, created.Id);
        RpcException error = await Assert.ThrowsAsync<RpcException>(() => slow.RunAsync(answering: step => step < 5));
        Assert.Equal((StatusCode.DeadlineExceeded, "STEP_DEADLINE"), (error.StatusCode, TradewindError.From(error).Reason));
        Session halted = await UntilAsync(created.Id, RemoteProgramState.Halted);
        Assert.Contains("Step 5 was not answered", halted.ProgramStatus.LeftReason, StringComparison.Ordinal);
        using Trader quick = new(Server, created.Id, slow.Rule);
        Assert.Equal((SessionState.Ended, 5L), ((await quick.RunAsync()).State, quick.Numbers[0]));
    }

    [Fact]
    public async Task A_wrong_answer_is_refused_to_its_sender_and_does_not_fail_the_session()
    {
        Session created = await CreateAsync();
        using Trader wrong = new(Server, created.Id, decide: _ => [new RemoteDecision { InstrumentId = "XYZ/USD", TargetQuantity = "1" }]);
        RpcException error = await Assert.ThrowsAsync<RpcException>(() => wrong.RunAsync());
        Assert.Equal("UNKNOWN_INSTRUMENT", TradewindError.From(error).Reason);
        using Trader empty = new(Server, created.Id, decide: _ => [new RemoteDecision { InstrumentId = MarketData.Coin }]);
        error = await Assert.ThrowsAsync<RpcException>(() => empty.RunAsync());
        Assert.Equal("FIELD_REQUIRED", TradewindError.From(error).Reason);
        foreach (string boundless in (string[])["79228162514264337593543950335", "-79228162514264337593543950335"])
        {
            using Trader large = new(Server, created.Id, decide: _ => [new RemoteDecision { InstrumentId = MarketData.Coin, TargetQuantity = boundless }]);
            error = await Assert.ThrowsAsync<RpcException>(() => large.RunAsync());
            Assert.Equal("NUMBER_TOO_LARGE", TradewindError.From(error).Reason);
        }

        await UntilAsync(created.Id, RemoteProgramState.Halted);
        using Trader right = new(Server, created.Id);
        Assert.Equal((SessionState.Ended, Rows), ((await right.RunAsync()).State, right.Numbers.Count));
    }

    [Fact]
    public async Task One_client_decides_at_a_time_and_only_where_a_program_was_asked_for()
    {
        Session created = await CreateAsync();
        using Trader first = new(Server, created.Id);
        await first.RunAsync(steps: 1);
        Assert.Equal(RemoteProgramState.Attached, (await GetAsync(created.Id)).ProgramStatus.State);
        using Trader second = new(Server, created.Id);
        RpcException error = await Assert.ThrowsAsync<RpcException>(() => second.RunAsync());
        Assert.Equal((StatusCode.FailedPrecondition, "SESSION_OCCUPIED"), (error.StatusCode, TradewindError.From(error).Reason));

        using PaperSession manual = await PaperSession.StartAsync(Server, Clock);
        using Trader stray = new(Server, manual.Id);
        error = await Assert.ThrowsAsync<RpcException>(() => stray.RunAsync());
        Assert.Equal("SESSION_NOT_REMOTE", TradewindError.From(error).Reason);
        await Refused.AsInvalidAsync("NAME_INVALID", "program.name", () => CreateAsync(program: new RemoteProgram { Name = "No Name" }));
        await Refused.AsInvalidAsync("STRATEGY_AMBIGUOUS", "program", () => Server.Paper.CreateSessionAsync(
            new CreateSessionRequest { FeedId = created.FeedId, Strategy = Crossover, Program = Program() }).ResponseAsync);
    }

    [Fact]
    public async Task A_session_is_stopped_while_it_stands_still_and_replays()
    {
        Session created = await CreateAsync();
        using (Trader first = new(Server, created.Id))
        {
            await first.RunAsync(steps: 40);
            first.Leave();
        }

        await UntilAsync(created.Id, RemoteProgramState.Halted);
        Session stopped = (await Server.Paper.StopSessionAsync(new StopSessionRequest { SessionId = created.Id })).Session;
        Assert.Equal((SessionState.Stopped, MarketData.Day(41)), (stopped.State, stopped.MarketTime));
        Assert.True(stopped.FillCount > 3);
        await PaperSession.AssertReplaysAsync(Server.Client, created.Id);
        using Trader late = new(Server, created.Id);
        RpcException error = await Assert.ThrowsAsync<RpcException>(() => late.RunAsync());
        Assert.Equal("SESSION_NOT_RUNNING", TradewindError.From(error).Reason);
    }

    [Fact]
    public async Task An_attached_client_is_told_the_end_when_the_session_is_stopped()
    {
        StartFeedRequest paced = Unpaced(MarketData.Coin);
        paced.Replay.StepsPerSecond = 1;
        Session created = await CreateAsync(paced);
        using Trader trader = new(Server, created.Id);
        Clock.Advance(10);
        await trader.RunAsync(steps: 9);
        Task<Session> rest = trader.RunAsync();
        await Server.Paper.StopSessionAsync(new StopSessionRequest { SessionId = created.Id });
        Session end = await rest;
        Assert.Equal((SessionState.Stopped, MarketData.Day(10)), (end.State, end.MarketTime));
        await PaperSession.AssertReplaysAsync(Server.Client, created.Id);
    }

    [Fact]
    public async Task Answers_outlive_a_server_stop_in_the_middle()
    {
        Session created = await CreateAsync();
        using (Trader first = new(Server, created.Id))
        {
            await first.RunAsync(steps: 60);
        }

        Server = await Server.RestartAsync();
        Session after = await GetAsync(created.Id);
        Assert.Equal(SessionState.Stopped, after.State);
        Assert.True(after.FillCount > 5, $"{after.FillCount} fills");
        await PaperSession.AssertReplaysAsync(Server.Client, created.Id);
    }

    [Fact]
    public async Task Answers_outlive_a_killed_server()
    {
        string folder = Directory.CreateTempSubdirectory("tradewind-remote-").FullName;
        string id;
        using (ServerProcess process = await ServerProcess.StartAsync(folder))
        {
            Feed feed = (await process.Client.Data.StartFeedAsync(new StartFeedRequest { Simulation = new SimulatedFeed { Seed = 3, RowCount = 500 } })).Feed;
            id = (await process.Client.Paper.CreateSessionAsync(new CreateSessionRequest { FeedId = feed.Id, Program = Program() })).Session.Id;
            using Trader trader = new(process.Client, id, instrument: MarketData.SimulatedCoin);
            await trader.RunAsync(steps: 80);
            await process.KillAsync();
        }

        await using TestServer after = await TestServer.StartAsync(folder: folder);
        Session state = (await after.Paper.GetSessionAsync(new GetSessionRequest { SessionId = id })).Session;
        Assert.Equal(SessionState.Stopped, state.State);
        Assert.True(state.FillCount > 3, $"{state.FillCount} fills");
        await PaperSession.AssertReplaysAsync(after.Client, id);
    }

    [Fact]
    public async Task History_is_shown_as_such_and_not_traded()
    {
        StartFeedRequest late = Unpaced(MarketData.Coin);
        late.Replay.Interval = new TimeInterval { StartTime = MarketData.Day(60) };
        Session created = await CreateAsync(late, Program(batch: 10), MarketData.Member(MarketData.Coin));
        using Trader trader = new(Server, created.Id);
        Session end = await trader.RunAsync();
        Assert.Equal([.. Enumerable.Repeat(true, 6), .. Enumerable.Repeat(false, 6)], trader.WarmUps);
        Assert.True(end.FillCount > 0);
        Assert.All(await FillsAsync(end.Id), fill => Assert.True(fill.Time > MarketData.Day(61)));
        await PaperSession.AssertReplaysAsync(Server.Client, end.Id);
    }

    private async Task<List<Fill>> FillsAsync(string id) => [.. (await Server.Paper.ListFillsAsync(new ListFillsRequest { SessionId = id, PageSize = 1000 })).Fills];

    // The server hears of a lost connection when it hears of it.
    private async Task<Session> UntilAsync(string id, RemoteProgramState state)
    {
        using CancellationTokenSource patience = new(TimeSpan.FromSeconds(30));
        while (true)
        {
            Session session = await GetAsync(id);
            if (session.ProgramStatus.State == state)
            {
                return session;
            }

            patience.Token.ThrowIfCancellationRequested();
            await Task.Yield();
        }
    }

    /// <summary>The rule of the built-in crossover, written anew; it remembers what it has seen across connections.</summary>
    private sealed class Crossing
    {
        private readonly List<double> _closes = [];
        private double _before = double.NaN;

        public IEnumerable<RemoteDecision> Decide(RemoteStep step, string instrument)
        {
            List<RemoteDecision> decisions = [];
            foreach (RemoteRows rows in step.Bars.Where(rows => rows.InstrumentId == instrument))
            {
                foreach (double close in MemoryMarshal.Cast<byte, double>(rows.Block.Columns.Single(column => column.Name == "close").Values.Span).ToArray())
                {
                    _closes.Add(close);
                    double now = Average(2) - Average(5);
                    SignalDirection direction = _before <= 0 && now > 0 ? SignalDirection.Long : _before >= 0 && now < 0 ? SignalDirection.Short : SignalDirection.Unspecified;
                    if (direction != SignalDirection.Unspecified)
                    {
                        decisions.Add(new RemoteDecision { InstrumentId = instrument, Signal = direction, Label = direction.ToString() });
                    }

                    _before = now;
                }
            }

            return decisions.TakeLast(1);
        }

        private double Average(int window) => _closes.Count < window ? double.NaN : _closes.TakeLast(window).Average();
    }

    /// <summary>A client that decides for a session.</summary>
    private sealed class Trader(
        TradewindClient client, string session, RemoteSessionTests.Crossing? rule = null, Func<RemoteStep, IEnumerable<RemoteDecision>>? decide = null,
        string instrument = MarketData.Coin) : IDisposable
    {
        private readonly CancellationTokenSource _leaving = new();
        private AsyncDuplexStreamingCall<RunRemoteSessionRequest, RunRemoteSessionResponse>? _call;
        private RemoteStep? _next;

        public Trader(TestServer server, string session, Crossing? rule = null, Func<RemoteStep, IEnumerable<RemoteDecision>>? decide = null)
            : this(server.Client, session, rule, decide)
        {
        }

        public Crossing Rule { get; } = rule ?? new Crossing();

        public List<long> Numbers { get; } = [];

        public List<bool> WarmUps { get; } = [];

        /// <summary>Answers steps until the session ends, or so many of them.</summary>
        public async Task<Session> RunAsync(int steps = int.MaxValue, Func<long, bool>? answering = null)
        {
            if (_call is null)
            {
                _call = client.Paper.RunRemoteSession(cancellationToken: _leaving.Token);
                await _call.RequestStream.WriteAsync(new RunRemoteSessionRequest { SessionId = session });
            }

            while (_next is not null || await _call.ResponseStream.MoveNext(CancellationToken.None))
            {
                RemoteStep? step = _next ?? _call.ResponseStream.Current.Step;
                _next = null;
                if (step is null)
                {
                    if (_call.ResponseStream.Current.Session is { } end)
                    {
                        return end;
                    }

                    continue;
                }

                // The step after the last one to answer tells that the answers before have arrived.
                if (steps-- == 0)
                {
                    _next = step;
                    break;
                }

                if (answering?.Invoke(step.Step) != false)
                {
                    Numbers.Add(step.Step);
                    WarmUps.Add(step.WarmingUp);
                    RemoteAnswer answer = new() { Step = step.Step, Decisions = { decide is null ? Rule.Decide(step, instrument) : decide(step) } };
                    await _call.RequestStream.WriteAsync(new RunRemoteSessionRequest { Answer = answer });
                }
            }

            return new Session();
        }

        /// <summary>The connection breaks.</summary>
        public void Leave() => _leaving.Cancel();

        public void Dispose()
        {
            _call?.Dispose();
            _leaving.Dispose();
        }
    }
}
