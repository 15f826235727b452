using System.Globalization;
using System.Runtime.InteropServices;
using Grpc.Core;
using Tradewind.Client;
using Tradewind.Testing;
using Tradewind.V1;

namespace Tradewind.Server.Tests.Strategies;

/// <summary>Strategies that run in a client.</summary>
public sealed class RemoteStrategyTests(LoadedServer loaded) : IClassFixture<LoadedServer>
{
    private readonly TestServer _server = loaded.Server;

    private static RemoteStrategyStart Start(int batch = 1) => new()
    {
        Name = "averages", Parameters = { ["fast"] = "3", ["slow"] = "8" }, Members = { MarketData.Member(MarketData.Coin) }, BatchSize = batch,
        Settings = new TradingSettings { MaxDrawdownFraction = 1 },
    };

    private async Task<(Backtest? Backtest, List<RemoteStep> Steps)> RunAsync(RemoteStrategyStart start, Func<RemoteStep, IEnumerable<RemoteDecision>> decide, CancellationToken cancellation = default)
    {
        using AsyncDuplexStreamingCall<RunRemoteBacktestRequest, RunRemoteBacktestResponse> call = _server.Client.Strategies.RunRemoteBacktest(cancellationToken: cancellation);
        await call.RequestStream.WriteAsync(new RunRemoteBacktestRequest { Start = start }, CancellationToken.None);
        (Backtest? backtest, List<RemoteStep> steps) = (null, []);
        while (await call.ResponseStream.MoveNext(CancellationToken.None))
        {
            RunRemoteBacktestResponse message = call.ResponseStream.Current;
            backtest = message.Backtest ?? backtest;
            if (message.Step is { } step)
            {
                steps.Add(step);
                await call.RequestStream.WriteAsync(new RunRemoteBacktestRequest { Answer = new RemoteAnswer { Step = step.Step, Decisions = { decide(step) } } }, CancellationToken.None);
            }
        }

        return (backtest, steps);
    }

    // The rule of the built-in crossover, written anew.
    private static Func<RemoteStep, IEnumerable<RemoteDecision>> Crossover(int fast, int slow)
    {
        List<double> closes = [];
        double before = double.NaN;
        double Average(int window) => closes.Count < window ? double.NaN : closes.TakeLast(window).Average();
        return step =>
        {
            List<RemoteDecision> decisions = [];
            foreach (double close in Column(step.Bars[0].Block, "close"))
            {
                closes.Add(close);
                double now = Average(fast) - Average(slow);
                V1.SignalDirection direction = before <= 0 && now > 0 ? SignalDirection.Long : before >= 0 && now < 0 ? SignalDirection.Short : SignalDirection.Unspecified;
                if (direction != SignalDirection.Unspecified)
                {
                    decisions.Add(new RemoteDecision { InstrumentId = MarketData.Coin, Signal = direction, Label = direction.ToString() });
                }

                before = now;
            }

            return decisions.TakeLast(1);
        };
    }

    private static double[] Column(ColumnBlock block, string name) =>
        MemoryMarshal.Cast<byte, double>(block.Columns.Single(column => column.Name == name).Values.Span).ToArray();

    private async Task<Backtest> BuiltInAsync()
    {
        BacktestSpec spec = new()
        {
            Strategy = new StrategySpec { StrategyId = "ma_crossover", Parameters = { ["fast"] = "3", ["slow"] = "8" } },
            Members = { MarketData.Member(MarketData.Coin) },
            Settings = new TradingSettings { MaxDrawdownFraction = 1 },
        };
        string id = await _server.ResultOfAsync((await _server.Backtests.RunBacktestAsync(new RunBacktestRequest { Spec = spec })).Operation);
        return (await _server.Backtests.GetBacktestAsync(new GetBacktestRequest { BacktestId = id })).Backtest;
    }

    private async Task<IReadOnlyList<Fill>> FillsAsync(Backtest backtest) =>
        (await _server.Backtests.ListBacktestFillsAsync(new ListBacktestFillsRequest { BacktestId = backtest.Id, PageSize = 1000 })).Fills;

    [Fact]
    public async Task With_steps_of_one_bar_it_trades_exactly_as_the_built_in_strategy()
    {
        (Backtest? remote, List<RemoteStep> steps) = await RunAsync(Start(), Crossover(3, 8));
        Backtest builtIn = await BuiltInAsync();
        Assert.Equal(LoadedServer.CoinRows, steps.Count);
        Assert.True(remote!.FillCount > 5);
        Assert.Equal(await FillsAsync(builtIn), await FillsAsync(remote));
        Assert.Equal(builtIn.Metrics, remote.Metrics);
        Assert.Equal("remote:averages", remote.Spec.Strategy.StrategyId);
        Assert.Equal(remote, (await _server.Backtests.GetBacktestAsync(new() { BacktestId = remote.Id })).Backtest);
    }

    [Fact]
    public async Task The_same_program_twice_gives_the_same_ledger_and_another_version_another_lineage()
    {
        (Backtest? first, _) = await RunAsync(Start(7), Crossover(3, 8));
        (Backtest? second, _) = await RunAsync(Start(7), Crossover(3, 8));
        RemoteStrategyStart newer = Start(7);
        newer.CodeVersion = "2";
        (Backtest? third, _) = await RunAsync(newer, Crossover(3, 8));
        Assert.Equal((first!.LedgerHash, first.Lineage.Id), (second!.LedgerHash, second.Lineage.Id));
        Assert.Equal(first.LedgerHash, third!.LedgerHash);
        Assert.NotEqual(first.Lineage.Id, third.Lineage.Id);
    }

    [Fact]
    public async Task Steps_hold_every_bar_once_and_nothing_after_their_time()
    {
        (_, List<RemoteStep> steps) = await RunAsync(Start(7), _ => []);
        Assert.Equal(LoadedServer.CoinRows / 7, steps.Count);
        long[] labels = [.. steps.SelectMany(step => MemoryMarshal.Cast<byte, long>(step.Bars[0].Block.Times.Span).ToArray())];
        Assert.Equal(labels.Distinct().Order(), labels);
        Assert.All(steps, step => Assert.Equal(
            step.Time.ToDateTime(), DateTime.UnixEpoch.AddTicks(MemoryMarshal.Cast<byte, long>(step.Bars[0].Block.Times.Span)[^1] / 100).AddDays(1)));
    }

    [Fact]
    public async Task Targets_orders_and_cancellations_are_told_back()
    {
        decimal? held = null;
        string resting = "";
        (Backtest? backtest, List<RemoteStep> steps) = await RunAsync(Start(), step =>
        {
            held = step.Positions.TryGetValue(MarketData.Coin, out string? text) ? decimal.Parse(text, CultureInfo.InvariantCulture) : 0;
            resting = step.Step == 4 ? step.Orders[0].OrderId : resting;
            return step.Step switch
            {
                1 => [new RemoteDecision { InstrumentId = MarketData.Coin, TargetQuantity = "3" }],
                3 => [new RemoteDecision { InstrumentId = MarketData.Coin, Order = new RemoteOrder { Side = Side.Sell, Quantity = "1", Type = OrderType.Limit, LimitPrice = "100000" } }],
                5 => [new RemoteDecision { CancelOrderId = resting }, new RemoteDecision { InstrumentId = MarketData.Coin, Order = new RemoteOrder { Side = Side.Sell, Quantity = "1" } }],
                _ => [],
            };
        });
        Assert.Equal((3, 2, 2m), (backtest!.OrderCount, backtest.FillCount, held));
        RemoteFill fill = Assert.Single(steps[1].Fills);
        Assert.Equal((Side.Buy, "3"), (fill.Side, fill.Quantity));
        Assert.Equal("", steps[3].Orders[0].Rejection);
        Assert.StartsWith("ORD-", resting, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("other step", "STEP_MISMATCH", StatusCode.InvalidArgument)]
    [InlineData("no action", "FIELD_REQUIRED", StatusCode.InvalidArgument)]
    [InlineData("unknown", "UNKNOWN_INSTRUMENT", StatusCode.NotFound)]
    [InlineData("leaves", "REMOTE_STRATEGY_LEFT", StatusCode.FailedPrecondition)]
    [InlineData("is late", "STEP_DEADLINE", StatusCode.DeadlineExceeded)]
    public async Task A_client_that_does_not_keep_to_the_contract_is_told_how(string how, string reason, StatusCode code)
    {
        using AsyncDuplexStreamingCall<RunRemoteBacktestRequest, RunRemoteBacktestResponse> call = _server.Client.Strategies.RunRemoteBacktest();
        RemoteStrategyStart start = Start();
        start.StepDeadlineSeconds = how == "is late" ? 0.2 : 30;
        await call.RequestStream.WriteAsync(new RunRemoteBacktestRequest { Start = start });
        RpcException error = await Assert.ThrowsAsync<RpcException>(async () =>
        {
            while (await call.ResponseStream.MoveNext(CancellationToken.None))
            {
                if (call.ResponseStream.Current.Step is { Step: 1 })
                {
                    RemoteAnswer answer = how switch
                    {
                        "other step" => new RemoteAnswer { Step = 9 },
                        "no action" => new RemoteAnswer { Step = 1, Decisions = { new RemoteDecision { InstrumentId = MarketData.Coin } } },
                        _ => new RemoteAnswer { Step = 1, Decisions = { new RemoteDecision { InstrumentId = "XYZ/USD", TargetQuantity = "1" } } },
                    };
                    if (how == "leaves")
                    {
                        await call.RequestStream.CompleteAsync();
                    }
                    else if (how != "is late")
                    {
                        await call.RequestStream.WriteAsync(new RunRemoteBacktestRequest { Answer = answer });
                    }
                }
            }
        });
        Assert.Equal((code, reason), (error.StatusCode, TradewindError.From(error).Reason));
    }

    [Fact]
    public async Task Ending_the_call_cancels_the_run_and_keeps_nothing()
    {
        using CancellationTokenSource stop = new();
        int known = (await _server.Backtests.ListBacktestsAsync(new() { PageSize = 1000 })).Backtests.Count;
        RpcException error = await Assert.ThrowsAsync<RpcException>(() => RunAsync(
            Start(),
            step =>
            {
                if (step.Step == 5)
                {
                    stop.Cancel();
                }

                return [];
            },
            stop.Token));
        Assert.Equal(StatusCode.Cancelled, error.StatusCode);
        Assert.Equal(known, (await _server.Backtests.ListBacktestsAsync(new() { PageSize = 1000 })).Backtests.Count);
    }

    [Fact]
    public async Task A_stored_result_is_verified_by_its_program_and_not_by_the_server()
    {
        (Backtest? backtest, _) = await RunAsync(Start(50), _ => []);
        RpcException error = await Assert.ThrowsAsync<RpcException>(
            () => _server.Backtests.VerifyBacktestAsync(new VerifyBacktestRequest { BacktestId = backtest!.Id }).ResponseAsync);
        Assert.Equal("REMOTE_STRATEGY", TradewindError.From(error).Reason);
    }
}
