using Tradewind.Client;
using Tradewind.Testing;
using Tradewind.V1;

namespace Tradewind.Server.Tests.Results;

/// <summary>Results say where they come from: equal origins give equal results, and a changed origin is noticed.</summary>
public sealed class LineageTests : IAsyncLifetime
{
    private TestServer _server = null!;

    public async Task InitializeAsync()
    {
        _server = await TestServer.StartAsync();
        await _server.LoadBarsAsync(120);
    }

    public async Task DisposeAsync() => await _server.DisposeAsync();

    private static BacktestSpec Spec => new()
    {
        Strategy = new StrategySpec { StrategyId = "ma_crossover", Parameters = { ["fast"] = "2", ["slow"] = "5" } }, Members = { MarketData.Member(MarketData.Coin) },
    };

    [Fact]
    public async Task The_same_backtest_twice_has_the_same_lineage_and_ledger_and_other_settings_have_not()
    {
        Backtest first = await RunAsync(Spec);
        Backtest second = await RunAsync(Spec);
        BacktestSpec other = Spec;
        other.Settings = new TradingSettings { SlippagePercent = 0.02 };
        Backtest changed = await RunAsync(other);

        Assert.NotEqual(first.Id, second.Id);
        Assert.Equal((first.Lineage, first.LedgerHash, first.Metrics), (second.Lineage, second.LedgerHash, second.Metrics));
        Assert.NotEqual(first.Lineage.Id, changed.Lineage.Id);
        Assert.NotEqual(first.LedgerHash, changed.LedgerHash);
        Assert.Equal(64, first.Lineage.Id.Length);
        Instrument stored = (await _server.Data.GetInstrumentAsync(new GetInstrumentRequest { InstrumentId = MarketData.Coin })).Instrument;
        Assert.Equal(stored.Series.Single().Revision, first.Lineage.DataRevisions["LTC/USD 1d"]);
    }

    [Fact]
    public async Task Defaults_spelled_out_are_the_same_parameters()
    {
        BacktestSpec plain = Spec;
        BacktestSpec spelled = Spec;
        spelled.Strategy.Parameters["long_only"] = "false";

        Assert.Equal((await RunAsync(plain)).Lineage.Id, (await RunAsync(spelled)).Lineage.Id);
    }

    [Fact]
    public async Task A_backtest_is_verified_until_its_data_change()
    {
        Backtest backtest = await RunAsync(Spec);
        VerifyBacktestResponse verified = await _server.Backtests.VerifyBacktestAsync(new VerifyBacktestRequest { BacktestId = backtest.Id });
        Assert.True(verified.Identical);
        Assert.Equal((backtest.LedgerHash, backtest.LedgerHash), (verified.StoredLedgerHash, verified.RecomputedLedgerHash));

        // The same rows again are no change; one other close is.
        await _server.LoadBarsAsync(120);
        Assert.True((await _server.Backtests.VerifyBacktestAsync(new VerifyBacktestRequest { BacktestId = backtest.Id })).Identical);
        await _server.LoadBarsAsync(120, (row, close) => row == 60 ? close + 0.5 : close);
        await Refused.AsTooEarlyOrLateAsync(
            "DATA_CHANGED", () => _server.Backtests.VerifyBacktestAsync(new VerifyBacktestRequest { BacktestId = backtest.Id }).ResponseAsync);
    }

    [Fact]
    public async Task Rows_added_after_the_interval_of_a_backtest_do_not_change_it()
    {
        BacktestSpec spec = Spec;
        spec.Interval = new TimeInterval { StartTime = MarketData.Day(20), EndTime = MarketData.Day(100) };
        Backtest backtest = await RunAsync(spec);

        await _server.LoadBarsAsync(150);

        Assert.True((await _server.Backtests.VerifyBacktestAsync(new VerifyBacktestRequest { BacktestId = backtest.Id })).Identical);
    }

    [Fact]
    public async Task The_same_features_twice_are_the_same_and_other_rows_or_windows_have_another_lineage()
    {
        ComputeFeaturesRequest request = new() { Portfolio = new PortfolioSpec { Members = { MarketData.Member(MarketData.Coin) } } };
        (FeatureReport first, ColumnTable firstTable) = await _server.Client.ComputeFeaturesAsync(request);
        (FeatureReport second, ColumnTable secondTable) = await _server.Client.ComputeFeaturesAsync(request);
        Assert.Equal(first, second);
        Assert.All(firstTable.Names, name => Assert.Equal(
            firstTable[name].Select(BitConverter.DoubleToInt64Bits), secondTable[name].Select(BitConverter.DoubleToInt64Bits)));

        ComputeFeaturesRequest other = request.Clone();
        other.FeatureSet = new FeatureSetSpec { Technical = new TechnicalFeatures { RsiWindow = 5 } };
        Assert.NotEqual(first.Lineage.Id, (await _server.Client.ComputeFeaturesAsync(other)).Report.Lineage.Id);
        await _server.LoadBarsAsync(120, (row, close) => row == 3 ? close + 1 : close);
        Assert.NotEqual(first.Lineage.Id, (await _server.Client.ComputeFeaturesAsync(request)).Report.Lineage.Id);
    }

    [Fact]
    public async Task The_same_training_twice_gives_the_same_model()
    {
        TrainModelRequest request = new()
        {
            Portfolio = new PortfolioSpec { Members = { MarketData.Member(MarketData.Coin) } },
            Training = new TrainingSpec { TargetColumn = "LTC_USD_close", ModelType = "Ridge", Folds = 2, Horizons = { 1, 3 } },
        };
        List<Model> models = [];
        for (int i = 0; i < 2; i++)
        {
            string id = await _server.ResultOfAsync((await _server.Training.TrainModelAsync(request)).Operation);
            models.Add((await _server.Training.GetModelAsync(new GetModelRequest { ModelId = id })).Model);
        }

        Assert.Equal((models[0].Lineage, models[0].Features), (models[1].Lineage, models[1].Features));
        Assert.Equal(models[0].Horizons, models[1].Horizons);
        PredictRequest predict = new() { ModelId = models[0].Id, Horizon = 3 };
        predict.Features.Add(models[0].Features.ToDictionary(name => name, _ => 0.5));
        double first = (await _server.Training.PredictAsync(predict)).Predicted;
        predict.ModelId = models[1].Id;
        Assert.Equal(first, (await _server.Training.PredictAsync(predict)).Predicted);
        predict.Features.Remove(models[0].Features[0]);
        await Refused.AsInvalidAsync("FEATURES_MISMATCH", null, () => _server.Training.PredictAsync(predict).ResponseAsync);
        predict.Horizon = 2;
        await Refused.AsInvalidAsync("UNKNOWN_HORIZON", "horizon", () => _server.Training.PredictAsync(predict).ResponseAsync);
    }

    private async Task<Backtest> RunAsync(BacktestSpec spec)
    {
        string id = await _server.ResultOfAsync((await _server.Backtests.RunBacktestAsync(new RunBacktestRequest { Spec = spec })).Operation);
        return (await _server.Backtests.GetBacktestAsync(new GetBacktestRequest { BacktestId = id })).Backtest;
    }
}
