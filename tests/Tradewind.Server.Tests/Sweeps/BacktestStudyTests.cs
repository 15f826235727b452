using System.Text.RegularExpressions;
using System.Xml.Linq;
using Grpc.Core;
using Tradewind.Client;
using Tradewind.V1;

namespace Tradewind.Server.Tests.Sweeps;

public sealed class BacktestStudyTests
{
    [Fact]
    public async Task A_walk_forward_chains_its_folds_out_of_sample()
    {
        await using SweepServer server = await SweepServer.StartWithMarketAsync(600);
        WalkForwardSpec spec = new()
        {
            Search = SweepServer.Search(SweepServer.Axis("fast", 3, 9, 3), SweepServer.Axis("slow", 12, 24, 12)), FoldCount = 4,
        };
        string id = await server.ResultAsync((await server.Backtests.RunWalkForwardAsync(new RunWalkForwardRequest { Spec = spec })).Operation);
        WalkForward walk = (await server.Backtests.GetWalkForwardAsync(new GetWalkForwardRequest { WalkForwardId = id })).WalkForward;
        Assert.Equal((4, 6, true), (walk.Folds.Count, walk.CombinationCount, walk.Simulated));
        ColumnTable equity = await server.Client.ReadWalkForwardEquityAsync(id);
        Assert.Equal(walk.Folds.Sum(fold => fold.OutOfSampleBarCount) + 1, equity.RowCount);
        Assert.Equal(walk.Folds.Select(fold => fold.OutOfSampleStartTime).Order(), walk.Folds.Select(fold => fold.OutOfSampleStartTime));
        Assert.Equal(equity["equity"][^1] - equity["equity"][0], walk.Metrics.TotalReturn, 1e-6);
        Assert.Equal(6, walk.Overfitting.TrialCount);
        ListWalkForwardsResponse list = await server.Backtests.ListWalkForwardsAsync(new ListWalkForwardsRequest());
        Assert.Equal(id, list.WalkForwards.Single().Id);

        spec.FoldCount = 200;
        RpcException error = await Assert.ThrowsAsync<RpcException>(async () => await server.Backtests.RunWalkForwardAsync(new RunWalkForwardRequest { Spec = spec }));
        Assert.Equal("FOLDS_INVALID", TradewindError.From(error).Reason);
    }

    [Fact]
    public async Task A_stored_backtest_is_drawn_again_and_set_beside_others()
    {
        await using SweepServer server = await SweepServer.StartWithMarketAsync(500);
        Backtest fast = await server.BacktestAsync("3", "8"), slow = await server.BacktestAsync("10", "30"), twin = await server.BacktestAsync("3", "8");
        RunMonteCarloRequest request = new() { BacktestId = fast.Id, Spec = new MonteCarloSpec { SimulationCount = 200, RuinDrawdownFraction = 0.1 } };
        MonteCarloResult first = (await server.Backtests.RunMonteCarloAsync(request)).Result;
        Assert.Equal(first, (await server.Backtests.RunMonteCarloAsync(request)).Result);
        Assert.Equal((fast.Metrics.TradeCount, 200), (first.ObservationCount, first.Spec.SimulationCount));
        Assert.True(first.TotalReturnFraction.Low <= first.TotalReturnFraction.High);
        request.Spec.Source = MonteCarloSource.Returns;
        MonteCarloResult returns = (await server.Backtests.RunMonteCarloAsync(request)).Result;
        Assert.Equal(fast.Metrics.BarCount - 1, returns.ObservationCount);
        Assert.Equal(101, returns.Fan.Count);
        request.Spec.BlockSize = 100_000;
        RpcException error = await Assert.ThrowsAsync<RpcException>(async () => await server.Backtests.RunMonteCarloAsync(request));
        Assert.Equal("spec.block_size", TradewindError.From(error).Violations[0].Field);

        RpcException twice = await Assert.ThrowsAsync<RpcException>(async () => await server.Backtests.CompareBacktestsAsync(
            new CompareBacktestsRequest { BacktestIds = { fast.Id, slow.Id, fast.Id } }));
        Assert.Contains($"got '{fast.Id}' twice", twice.Status.Detail, StringComparison.Ordinal);
        CompareBacktestsResponse comparison = await server.Backtests.CompareBacktestsAsync(
            new CompareBacktestsRequest { BacktestIds = { fast.Id, slow.Id, twin.Id } });
        Assert.Equal(comparison.Comparisons.OrderByDescending(entry => entry.Metrics.SharpeRatio).Select(entry => entry.BacktestId),
            comparison.Comparisons.Select(entry => entry.BacktestId));
        Assert.Contains(comparison.Comparisons, entry => entry.Name == "ma_crossover(fast=3, slow=8) #2");
        Assert.Equal(3, comparison.Comparisons.Select(entry => entry.Name).Distinct().Count());
    }

    [Fact]
    public async Task Trades_are_put_into_another_order_and_parameters_moved_a_little()
    {
        await using SweepServer server = await SweepServer.StartWithMarketAsync(500);
        Backtest backtest = await server.BacktestAsync("5", "20");
        MonteCarloResult shuffled = (await server.Backtests.RunMonteCarloAsync(new RunMonteCarloRequest
        {
            BacktestId = backtest.Id, Spec = new MonteCarloSpec { Draw = MonteCarloDraw.Shuffle, SimulationCount = 100 },
        })).Result;
        Assert.Equal(MonteCarloDraw.Shuffle, shuffled.Spec.Draw);
        Assert.Equal(shuffled.TotalReturnFraction.Low, shuffled.TotalReturnFraction.High, 1e-12);
        Assert.True(shuffled.MaxDrawdownFraction.Low < shuffled.MaxDrawdownFraction.High);

        RunParameterJitterRequest request = new()
        {
            BacktestId = backtest.Id,
            Spec = new ParameterJitterSpec { Parameters = { "fast", "slow" }, SampleCount = 10, Selection = new SelectionRule { MinTrades = 1 } },
        };
        ParameterJitterResult jitter = (await server.Backtests.RunParameterJitterAsync(request)).Result;
        Assert.Equal((10, 0.1, 42L), (jitter.Neighbours.Count, jitter.Spec.JitterFraction, jitter.Spec.Seed));
        Assert.Equal(backtest.Metrics.SharpeRatio, jitter.BaseScore);
        Assert.Equal(jitter.Neighbours.Count(neighbour => neighbour.Score > 0) / 10.0, jitter.PositiveShare);
        SweepTrial first = jitter.Neighbours[0];
        Assert.Equal((await server.BacktestAsync(first.Parameters["fast"], first.Parameters["slow"])).LedgerHash, first.LedgerHash);
        request.Spec.JitterFraction = 2;
        RpcException error = await Assert.ThrowsAsync<RpcException>(async () => await server.Backtests.RunParameterJitterAsync(request));
        Assert.Equal("spec.jitter_fraction", TradewindError.From(error).Violations[0].Field);
        await server.SimulateAsync(520, seed: 8);
        request.Spec.JitterFraction = 0.1;
        RpcException changed = await Assert.ThrowsAsync<RpcException>(async () => await server.Backtests.RunParameterJitterAsync(request));
        Assert.Equal("DATA_CHANGED", TradewindError.From(changed).Reason);
    }

    [Fact]
    public async Task A_report_is_one_page_that_needs_nothing_else()
    {
        await using SweepServer server = await SweepServer.StartWithMarketAsync(700);
        Backtest backtest = await server.BacktestAsync("5", "15");
        GetBacktestReportResponse html = await server.Backtests.GetBacktestReportAsync(
            new GetBacktestReportRequest { BacktestId = backtest.Id, MonteCarlo = new MonteCarloSpec { SimulationCount = 100 } });
        Assert.Equal("text/html", html.MediaType);
        foreach (string part in (string[])["SIMULATED DATA", "BACKTEST REPORT", "Sharpe Ratio", "initial capital", "Monthly returns", "Deepest drawdowns", $"Trades on the price of {SweepServer.Coin}", "Monte Carlo", backtest.Lineage.Id])
        {
            Assert.Contains(part, html.Content, StringComparison.Ordinal);
        }

        Assert.DoesNotMatch("(src|href)=|url\\(|@import|<script", html.Content);
        MatchCollection charts = Regex.Matches(html.Content, "<svg.*?</svg>", RegexOptions.Singleline);
        Assert.Equal(8, charts.Count);
        // Each chart is well formed and has no coordinate that is not a number.
        Assert.All(charts, chart => Assert.DoesNotContain("NaN", XElement.Parse(chart.Value).ToString(), StringComparison.Ordinal));
        Assert.All(charts, chart => Assert.NotNull(XElement.Parse(chart.Value).Attribute("aria-label")));

        GetBacktestReportResponse text = await server.Backtests.GetBacktestReportAsync(
            new GetBacktestReportRequest { BacktestId = backtest.Id, Format = ReportFormat.Text });
        Assert.Contains("BACKTEST REPORT: ma_crossover(fast=5, slow=15)", text.Content, StringComparison.Ordinal);
        Assert.Matches("Sharpe Ratio +-?[0-9.]+", text.Content);
    }

    [Fact]
    public async Task A_backtest_without_trades_still_renders()
    {
        await using SweepServer server = await SweepServer.StartWithMarketAsync(60);
        Backtest backtest = await server.BacktestAsync("40", "59");
        Assert.Equal(0, backtest.Metrics.TradeCount);
        GetBacktestReportResponse html = await server.Backtests.GetBacktestReportAsync(new GetBacktestReportRequest { BacktestId = backtest.Id });
        Assert.Contains("<td>-</td>", html.Content, StringComparison.Ordinal);
        Assert.DoesNotContain("NaN", html.Content, StringComparison.Ordinal);
        Assert.DoesNotContain("Rolling", html.Content, StringComparison.Ordinal);
    }
}
