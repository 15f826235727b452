using Tradewind.Domain.Engine;
using Tradewind.Domain.Engine.Backtest;
using Tradewind.Domain.Engine.Recording;
using Tradewind.Domain.Errors;
using Tradewind.Domain.Market;

namespace Tradewind.Engine.Tests;

public class BacktestRunnerTests
{
    private static readonly Instrument Coin = new("BTC/USDT", AssetClass.CryptoSpot) { LotSize = 0.001m };

    private static InstrumentSeries Wave(int days = 300) => Markets.Closes(Coin, [.. Enumerable.Range(0, days).Select(i => 100 + 20 * Math.Sin(i / 9.0))]);

    private static BacktestRequest Request(int days = 300) => new()
    {
        Bars = [Wave(days)],
        Strategy = "ma_crossover",
        Parameters = new Dictionary<string, string> { ["fast"] = "3", ["slow"] = "10" },
        Options = new EngineOptions { InitialCapital = 10_000, Sizing = PositionSizing.EquityFraction(0.5), MaxPosition = null },
    };

    [Fact]
    public void A_result_holds_together()
    {
        BacktestResult result = BacktestRunner.Run(Request());
        Assert.Equal("MACrossover(3,10)", result.StrategyName);
        Assert.Equal(300, result.Equity.Length);
        Assert.Equal(10_000, result.Equity.Span[0]);
        Assert.Equal(result.Equity.Span[^1] - 10_000, result.Metrics.TotalReturn);
        Assert.Equal(result.Trades.Count, result.Metrics.Trades.Total);
        Assert.True(result.Trades.Count > 5);
        Assert.Equal(result.Costs.Cash, result.Fills.Sum(fill => fill.Cost.Total));
        Assert.True(result.Costs.SlippageInPrices > 0);
        Assert.Equal(365, result.Metrics.PeriodsPerYear);
        Assert.Contains(result.Warnings, warning => warning.Contains("open at the end", StringComparison.Ordinal));
        Assert.InRange(result.Metrics.ExposureTimePercent ?? 0, 50, 100);
    }

    [Fact]
    public void The_same_request_gives_the_same_lineage_and_result_and_any_difference_another_lineage()
    {
        BacktestRequest request = Request();
        BacktestResult first = BacktestRunner.Run(request), second = BacktestRunner.Run(Request());
        Assert.Equal(first.Lineage.Id, second.Lineage.Id);
        Assert.Equal(first.Equity.ToArray(), second.Equity.ToArray());
        Assert.Equal(first.Metrics.SharpeRatio, second.Metrics.SharpeRatio);
        BacktestRequest[] others =
        [
            Request(299), request with { Seed = 1 }, request with { Strategy = "momentum", Parameters = new Dictionary<string, string>() },
            request with { Parameters = new Dictionary<string, string> { ["fast"] = "4", ["slow"] = "10" } },
            request with { Options = request.Options with { SlippagePercent = 0.02m } },
            request with { Options = request.Options with { CostModel = new() } },
            request with { Options = request.Options with { CostModel = new() { Tiers = [new(null, 1m)] } } },
            request with { End = Markets.Start + 100 * UnixTime.Day },
        ];
        Assert.Equal(others.Length + 1, others.Select(other => BacktestRunner.Run(other).Lineage.Id).Append(first.Lineage.Id).Distinct().Count());
    }

    [Fact]
    public void Defaults_written_out_give_the_same_lineage()
    {
        BacktestRequest request = Request() with { Parameters = new Dictionary<string, string> { ["fast"] = "3", ["slow"] = "10.0", ["long_only"] = "False" } };
        Assert.Equal(BacktestRunner.Run(Request()).Lineage.Id, BacktestRunner.Run(request).Lineage.Id);
    }

    [Fact]
    public void A_backtest_equals_a_session_fed_slice_by_slice()
    {
        BacktestRequest request = Request();
        BacktestResult backtest = BacktestRunner.Run(request);
        TradingUniverse universe = TradingUniverse.Of(request.Bars);
        IEnumerable<EngineInput> inputs =
            Markets.Slices(universe, request.Bars).Select(slice => (EngineInput)new SliceInput(slice)).Append(new FinishInput(0));
        SessionReplayResult session = SessionReplay.Run(
            universe, request.Options, Domain.Strategies.StrategyCatalogue.Create("ma_crossover", request.Parameters, universe), inputs);
        Assert.Equal(backtest.Fills, session.Ledger.Fills);
        Assert.Equal(backtest.Orders, session.Ledger.Orders);
        Assert.Equal(backtest.Equity.ToArray(), session.Ledger.Equity.ToArray().Select(point => point.Equity));
        Assert.Equal(backtest.Cash, session.Cash);
    }

    [Fact]
    public void A_benchmark_of_itself_has_beta_one()
    {
        BacktestRequest hold = Request() with
        {
            Strategy = "buy_and_hold",
            Parameters = new Dictionary<string, string>(),
            Benchmark = Wave(),
            Options = Markets.Frictionless with { InitialCapital = 100, Sizing = new PositionSizing { Quantity = 1 } },
        };
        BacktestResult result = BacktestRunner.Run(hold);
        // Equity 100 + (close − first fill) against a benchmark that starts at 100: the same level, but for the flat first bar.
        Assert.InRange(result.Metrics.Benchmark?.Beta ?? 0, 0.99, 1.01);
        Assert.InRange(result.Metrics.Benchmark?.RSquared ?? 0, 0.99, 1);
    }

    [Fact]
    public void Progress_ends_at_all_rows_and_cancellation_stops_the_run()
    {
        List<BacktestProgress> seen = [];
        BacktestRunner.Run(Request(), new Reporter(seen.Add));
        Assert.Equal((300, 300), (seen[^1].RowsDone, seen[^1].RowsTotal));
        Assert.Throws<OperationCanceledException>(() => BacktestRunner.Run(Request(), cancellation: new CancellationToken(canceled: true)));
    }

    [Fact]
    public void Errors_name_the_field()
    {
        InvalidInputException tooShort = Assert.Throws<InvalidInputException>(() => BacktestRunner.Run(Request() with { End = Markets.Start + UnixTime.Day }));
        Assert.Equal(("NOT_ENOUGH_BARS", "instruments[BTC/USDT]"), (tooShort.Reason, tooShort.Violations[0].Field));
        Assert.Equal("INTERVAL_INVALID", Assert.Throws<InvalidInputException>(() => BacktestRunner.Run(Request() with { Start = 5, End = 1 })).Reason);
        Assert.Throws<NotFoundException>(() => BacktestRunner.Run(Request() with { Instruments = ["ETH/USDT"] }));
    }

    [Fact]
    public void Simulated_data_and_a_halt_are_said()
    {
        InstrumentSeries crash = Markets.Closes(new Instrument("SIM", AssetClass.CryptoSpot) { Simulated = true }, 100, 100, 100, 40, 40, 40);
        BacktestResult result = BacktestRunner.Run(new BacktestRequest
        {
            Bars = [crash], Strategy = "buy_and_hold", Options = new EngineOptions { InitialCapital = 200 },
        });
        Assert.StartsWith("SIMULATED", result.Warnings[0], StringComparison.Ordinal);
        Assert.Contains("halted", result.Warnings[1], StringComparison.Ordinal);
        Assert.Equal(Markets.Start + 4 * UnixTime.Day, result.HaltedAt);
        Assert.Equal(6, result.Equity.Length);
    }

    private sealed class Reporter(Action<BacktestProgress> report) : IProgress<BacktestProgress>
    {
        public void Report(BacktestProgress value) => report(value);
    }
}
