using Google.Protobuf.WellKnownTypes;
using Tradewind.Testing;
using Tradewind.V1;

namespace Tradewind.Server.Tests.Results;

/// <summary>How a backtest trades, as the contract says it: costs by a model, limits of the account, what is assumed inside bars.</summary>
public sealed class TradingSettingsTests : IAsyncLifetime
{
    private TestServer _server = null!;

    public async Task InitializeAsync()
    {
        _server = await TestServer.StartAsync();
        await _server.LoadBarsAsync(250);
    }

    public async Task DisposeAsync() => await _server.DisposeAsync();

    [Fact]
    public async Task A_cost_model_takes_the_place_of_slippage_and_commission()
    {
        Backtest model = await RunAsync(new TradingSettings
        {
            CostModel = new CostModel { CommissionPerUnit = "0", CommissionPerFill = "7", SlippageTicks = 0, HalfSpreadTicks = 0 },
            Sizing = new PositionSizing { FixedQuantity = "1" },
        });
        Assert.True(model.FillCount > 2);
        Assert.Equal((7 * model.FillCount).ToString(System.Globalization.CultureInfo.InvariantCulture), model.Costs.CashCosts);
        Assert.Equal("0", model.Costs.SlippageInPrices);
    }

    [Fact]
    public async Task Wrong_settings_are_listed_at_once_with_their_paths()
    {
        var error = await Refused.AsInvalidAsync("SETTINGS_INVALID", null, () => _server.Backtests.RunBacktestAsync(new RunBacktestRequest
        {
            Spec = Spec(new TradingSettings { MaxLossFraction = 2, MaxGrossExposure = "-1", Intrabar = (IntrabarAssumption)9, CostModel = new CostModel { Kind = (CostModelKind)9 } }),
        }).ResponseAsync);
        Assert.Equal(
            ["spec.settings.cost_model.kind", "spec.settings.intrabar", "spec.settings.max_gross_exposure", "spec.settings.max_loss_fraction"],
            error.Violations.Select(violation => violation.Field).Order(StringComparer.Ordinal));
        await Refused.AsInvalidAsync("OPTIONS_INVALID", "spec.settings.cost_model.reference_volatility", () => _server.Backtests.RunBacktestAsync(
            new RunBacktestRequest { Spec = Spec(new TradingSettings { CostModel = new CostModel { ReferenceVolatility = 0 } }) }).ResponseAsync);
    }

    [Fact]
    public async Task An_envelope_holds_the_outcome_of_every_assumption_and_the_result_is_one_of_them()
    {
        TradingSettings settings = new() { StopLossPercent = 0.5, TakeProfitPercent = 0.5 };
        BacktestSpec spec = Spec(settings);
        spec.IntrabarEnvelope = true;
        Backtest backtest = await RunAsync(spec);

        Assert.Equal(
            [IntrabarAssumption.Pessimistic, IntrabarAssumption.Optimistic, IntrabarAssumption.Path],
            backtest.IntrabarOutcomes.Select(outcome => outcome.Assumption));
        Assert.Equal(backtest.Metrics.TotalReturnFraction, backtest.IntrabarOutcomes[0].TotalReturnFraction);
        Assert.True(backtest.IntrabarOutcomes[1].TotalReturnFraction > backtest.IntrabarOutcomes[0].TotalReturnFraction);
        foreach (IntrabarOutcome outcome in backtest.IntrabarOutcomes)
        {
            TradingSettings own = settings.Clone();
            own.Intrabar = outcome.Assumption;
            Assert.Equal((await RunAsync(own)).Metrics.TotalReturnFraction, outcome.TotalReturnFraction);
        }

        Assert.Empty((await RunAsync(settings)).IntrabarOutcomes);
    }

    [Fact]
    public async Task Orders_take_their_latency_to_the_market_and_the_result_is_verified()
    {
        TradingSettings settings = new() { Sizing = new PositionSizing { FixedQuantity = "1" } };
        Backtest atOnce = await RunAsync(settings);
        settings.Latency = Duration.FromTimeSpan(TimeSpan.FromHours(1));
        Backtest delayed = await RunAsync(settings);
        DateTime[] first = await Task.WhenAll(FirstFillAsync(atOnce), FirstFillAsync(delayed));
        // Daily bars that open at the decision are an hour too early.
        Assert.Equal(TimeSpan.FromDays(1), first[1] - first[0]);
        Assert.NotEqual(atOnce.Lineage.Id, delayed.Lineage.Id);
        Assert.True((await _server.Backtests.VerifyBacktestAsync(new VerifyBacktestRequest { BacktestId = delayed.Id })).Identical);

        settings.FillTiming = FillTiming.SameClose;
        await Refused.AsInvalidAsync("OPTIONS_INVALID", "spec.settings.latency", () => RunAsync(settings));
        settings.Latency = new Duration { Seconds = long.MaxValue };
        await Refused.AsInvalidAsync("SETTINGS_INVALID", "spec.settings.latency", () => RunAsync(settings));
    }

    private async Task<DateTime> FirstFillAsync(Backtest backtest)
    {
        ListBacktestFillsRequest request = new() { BacktestId = backtest.Id };
        return (await _server.Backtests.ListBacktestFillsAsync(request)).Fills[0].Time.ToDateTime();
    }

    private static BacktestSpec Spec(TradingSettings settings) => new()
    {
        Strategy = new StrategySpec { StrategyId = "ma_crossover", Parameters = { ["fast"] = "2", ["slow"] = "5" } },
        Members = { MarketData.Member(MarketData.Coin) }, Settings = settings,
    };

    private Task<Backtest> RunAsync(TradingSettings settings) => RunAsync(Spec(settings));

    private async Task<Backtest> RunAsync(BacktestSpec spec)
    {
        string id = await _server.ResultOfAsync((await _server.Backtests.RunBacktestAsync(new RunBacktestRequest { Spec = spec })).Operation);
        return (await _server.Backtests.GetBacktestAsync(new GetBacktestRequest { BacktestId = id })).Backtest;
    }
}
