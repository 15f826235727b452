using Grpc.Core;
using Tradewind.Client;
using Tradewind.Testing;
using Tradewind.V1;

namespace Tradewind.Server.Tests.Strategies;

/// <summary>Days of a portfolio by bucket over the contract.</summary>
public sealed class BacktestDaysTests(LoadedServer loaded) : IClassFixture<LoadedServer>
{
    private readonly TestServer _server = loaded.Server;

    private async Task<Backtest> RunAsync(StrategySpec strategy, params string[] members)
    {
        BacktestSpec spec = new() { Strategy = strategy, Members = { members.Select(id => MarketData.Member(id)) }, Settings = new TradingSettings { MaxDrawdownFraction = 1 } };
        string id = await _server.ResultOfAsync((await _server.Backtests.RunBacktestAsync(new RunBacktestRequest { Spec = spec })).Operation);
        return (await _server.Backtests.GetBacktestAsync(new GetBacktestRequest { BacktestId = id })).Backtest;
    }

    [Fact]
    public async Task Every_day_of_a_portfolio_is_read_by_bucket()
    {
        StrategySpec strategy = new()
        {
            StrategyId = "multi_bucket",
            Parameters = { ["market_asset"] = MarketData.SimulatedCoin, ["factor_assets"] = MarketData.SimulatedCoin, ["residual_mode"] = "cumulative" },
        };
        Backtest backtest = await RunAsync(strategy, MarketData.SimulatedCoin, "SIM-ETH/USD");
        ColumnTable days = await _server.Client.ReadBacktestDaysAsync(backtest.Id);
        Assert.Equal(backtest.Attribution.DayCount, days.RowCount);
        double[] total = days["equity"];
        string[] buckets = [.. backtest.Attribution.Buckets.Select(bucket => bucket.Bucket)];
        for (int day = 0; day < total.Length; day++)
        {
            Assert.Equal(total[day] - 1_000_000, buckets.Sum(bucket => days[$"{bucket}_profit"][day]), 1e-4);
        }

        Assert.Equal(0.40, backtest.Attribution.Buckets[0].RangeMinimumFraction);
        Assert.False(backtest.Attribution.Buckets[4].HasRangeMinimumFraction);
    }

    [Fact]
    public async Task A_strategy_without_buckets_has_no_such_days()
    {
        Backtest backtest = await RunAsync(new StrategySpec { StrategyId = "buy_and_hold" }, MarketData.Coin);
        RpcException error = await Assert.ThrowsAsync<RpcException>(() => _server.Client.ReadBacktestDaysAsync(backtest.Id));
        Assert.Equal("NO_ATTRIBUTION", TradewindError.From(error).Reason);
    }
}
