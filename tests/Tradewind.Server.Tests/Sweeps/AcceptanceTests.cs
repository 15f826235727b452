using Grpc.Core;
using Tradewind.Client;
using Tradewind.Testing;
using Tradewind.V1;

namespace Tradewind.Server.Tests.Sweeps;

public sealed class AcceptanceTests : IAsyncLifetime
{
    private SweepServer _server = null!;

    public async Task InitializeAsync() => _server = await SweepServer.StartWithMarketAsync(500);

    public async Task DisposeAsync() => await _server.DisposeAsync();

    private static WalkForwardSpec Spec(AcceptanceRule rule) => new()
    {
        Search = SweepServer.Search(SweepServer.Axis("fast", 2, 6, 2), SweepServer.Axis("slow", 10, 20, 10)),
        Windows = new WalkForwardWindows { InSampleBarCount = 180, OutOfSampleBarCount = 60, UseHistory = true },
        Acceptance = rule,
    };

    private async Task<WalkForward> RunAsync(WalkForwardSpec spec)
    {
        string id = await _server.ResultAsync((await _server.Backtests.RunWalkForwardAsync(new RunWalkForwardRequest { Spec = spec })).Operation);
        return (await _server.Backtests.GetWalkForwardAsync(new GetWalkForwardRequest { WalkForwardId = id })).WalkForward;
    }

    [Fact]
    public async Task A_verdict_says_what_was_asked_for_what_was_shown_and_why()
    {
        // The simulated BTC is found as the market by its base symbol.
        WalkForward walk = await RunAsync(Spec(new AcceptanceRule { Baseline = { ["fast"] = "4" } }));
        AcceptanceVerdict verdict = walk.Verdict;
        Assert.Equal((SweepServer.Coin, "4", "30"), (verdict.MarketInstrumentId, verdict.Baseline["fast"], verdict.Baseline["slow"]));
        Assert.Equal(["sharpe_improvement", "residual_information_ratio"], verdict.Conditions.Select(condition => condition.Name));
        Assert.Equal([0.2, 0.3], verdict.Conditions.Select(condition => condition.Least));
        Assert.Equal(verdict.Accepted, verdict.Conditions.All(condition => condition.Met));
        Assert.All(verdict.Conditions, condition => Assert.Equal(condition.Met, condition.HasValue && condition.Value >= condition.Least));
        Assert.Equal(walk.Metrics.SharpeRatio - verdict.BaselineMetrics.SharpeRatio, verdict.Conditions[0].Value, 1e-12);
        Assert.Equal(5, walk.Folds.Count);
        Assert.All(walk.Folds, fold => Assert.Equal((180, 60), (fold.InSampleBarCount, fold.OutOfSampleBarCount)));

        ColumnTable equity = await _server.Client.ReadWalkForwardEquityAsync(walk.Id);
        Assert.Equal(301, equity["baseline_equity"].Length);
        string page = (await _server.Backtests.GetWalkForwardReportAsync(new GetWalkForwardReportRequest { WalkForwardId = walk.Id })).Content;
        Assert.Contains(verdict.Accepted ? "Accepted:" : "Refused:", page, StringComparison.Ordinal);
        Assert.All(verdict.Conditions, condition => Assert.Contains(System.Net.WebUtility.HtmlEncode(condition.Reason), page, StringComparison.Ordinal));
        Assert.DoesNotMatch("(src|href)=|url\\(|@import|<script|NaN", page);
        Assert.Contains("SIMULATED DATA", page, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Thresholds_decide()
    {
        AcceptanceRule impossible = new() { LeastSharpeImprovement = 10, LeastResidualInformationRatio = 10 };
        Assert.Equal([false, false], (await RunAsync(Spec(impossible))).Verdict.Conditions.Select(condition => condition.Met));
        // The only choice is the baseline itself: no loss, no gain.
        WalkForwardSpec same = Spec(new AcceptanceRule { LeastSharpeImprovement = 0, Baseline = { ["fast"] = "6", ["slow"] = "20" } });
        same.Search.Axes.Clear();
        same.Search.Axes.Add(SweepServer.Axis("fast", 6, 6, 1));
        same.Search.Axes.Add(SweepServer.Axis("slow", 20, 20, 1));
        WalkForward walk = await RunAsync(same);
        ColumnTable equity = await _server.Client.ReadWalkForwardEquityAsync(walk.Id);
        Assert.All(walk.Folds, fold => Assert.NotEmpty(fold.Parameters));
        Assert.Equal(equity["equity"].ToArray(), equity["baseline_equity"].ToArray());
        Assert.True(walk.Verdict.Conditions[0].Met);
    }

    [Fact]
    public async Task What_is_wrong_is_named_by_its_field()
    {
        WalkForwardSpec both = Spec(new AcceptanceRule());
        both.FoldCount = 3;
        WalkForwardSpec narrow = Spec(new AcceptanceRule());
        narrow.Windows.InSampleBarCount = 5;
        WalkForwardSpec noMarket = Spec(new AcceptanceRule());
        noMarket.Search.Members[0].InstrumentId = "SIM-ETH/USD";
        foreach ((WalkForwardSpec spec, string reason, string field) in (ReadOnlySpan<(WalkForwardSpec, string, string)>)
            [
                (both, "FOLDS_INVALID", "spec.windows"),
                (narrow, "FOLDS_INVALID", "spec.windows.in_sample_bar_count"),
                (Spec(new AcceptanceRule { LeastSharpeImprovement = -1 }), "ACCEPTANCE_INVALID", "spec.acceptance.least_sharpe_improvement"),
                (Spec(new AcceptanceRule { Baseline = { ["long_only"] = "true" } }), "ACCEPTANCE_INVALID", "spec.acceptance.baseline"),
                (Spec(new AcceptanceRule { Baseline = { ["fast"] = "many" } }), "STRATEGY_PARAMETERS_INVALID", "spec.acceptance.baseline.parameters[fast]"),
                (noMarket, "ACCEPTANCE_INVALID", "spec.acceptance.market"),
            ])
        {
            TradewindError error = TradewindError.From(Assert.Throws<RpcException>(() => _server.Backtests.RunWalkForward(new RunWalkForwardRequest { Spec = spec })));
            Assert.Equal((reason, field), (error.Reason, error.Violations[0].Field));
        }
    }

    [Fact]
    public async Task A_named_strategy_brings_windows_rule_and_baseline()
    {
        string folder = Directory.CreateTempSubdirectory("tradewind-accept-").FullName;
        File.WriteAllText(Path.Combine(folder, "quick.yaml"), $$"""
            description: Quick averages of the test coin.
            strategy: ma_crossover
            parameters: {fast: 3, slow: 5}
            members: [{instrument_id: {{MarketData.Coin}}}]
            settings: {max_drawdown_fraction: 1}
            axes: [{name: fast, values: ["2", "3", "4"]}]
            windows: {in_sample_bar_count: 30, out_of_sample_bar_count: 10, use_history: true}
            acceptance: {least_sharpe_improvement: 0.5, market: {instrument_id: {{MarketData.Coin}} } }
            """);
        await using (TestServer server = await TestServer.StartAsync(options => options.Strategies = folder))
        {
            await server.LoadBarsAsync(120);
            SearchSpec search = new() { Strategy = new StrategySpec { Configuration = "quick" }, Selection = new SelectionRule { MinTrades = 0, MinSharpe = -100 } };
            RunWalkForwardRequest request = new() { Spec = new WalkForwardSpec { Search = search, Acceptance = new AcceptanceRule { LeastResidualInformationRatio = 0.1 } } };
            string id = await server.ResultOfAsync((await server.Backtests.RunWalkForwardAsync(request)).Operation);
            WalkForward walk = (await server.Backtests.GetWalkForwardAsync(new GetWalkForwardRequest { WalkForwardId = id })).WalkForward;
            Assert.Equal((9, "3"), (walk.Folds.Count, Assert.Single(walk.Verdict.Baseline).Value));
            Assert.Equal([0.5, 0.1], walk.Verdict.Conditions.Select(condition => condition.Least));
        }

        Directory.Delete(folder, recursive: true);
    }
}
