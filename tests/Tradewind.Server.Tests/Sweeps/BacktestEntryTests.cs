using Grpc.Core;
using Tradewind.Client;
using Tradewind.V1;

namespace Tradewind.Server.Tests.Sweeps;

public sealed class BacktestEntryTests
{
    [Fact]
    public async Task Orders_and_signals_of_a_backtest_are_kept_and_paged()
    {
        await using SweepServer server = await SweepServer.StartWithMarketAsync(400);
        Backtest backtest = await server.BacktestAsync("3", "8");
        List<Order> orders = [];
        await foreach (Order order in server.Client.EnumerateBacktestOrdersAsync(new ListBacktestOrdersRequest { BacktestId = backtest.Id, PageSize = 7 }))
        {
            orders.Add(order);
        }

        List<Signal> signals = [];
        await foreach (Signal signal in server.Client.EnumerateBacktestSignalsAsync(new ListBacktestSignalsRequest { BacktestId = backtest.Id, PageSize = 7 }))
        {
            signals.Add(signal);
        }

        Assert.Equal((backtest.OrderCount, backtest.SignalCount), (orders.Count, signals.Count));
        Assert.Equal(orders.Count, orders.Select(order => order.Id).Distinct().Count());
        Assert.Equal(backtest.FillCount, orders.Count(order => order.Status == OrderStatus.Filled));
        Assert.Equal(signals.Select(signal => signal.Time).Order(), signals.Select(signal => signal.Time));
        // A decision on a bar's close fills later: no order is older than the first signal.
        Assert.True(signals[0].Time <= orders[0].CreateTime);
        RpcException error = await Assert.ThrowsAsync<RpcException>(
            async () => await server.Backtests.ListBacktestOrdersAsync(new ListBacktestOrdersRequest { BacktestId = "bt_none" }));
        Assert.Equal(StatusCode.NotFound, error.StatusCode);
    }

    [Fact]
    public async Task Exposure_is_given_over_time_and_capacity_from_the_volume_taken()
    {
        await using SweepServer server = await SweepServer.StartWithMarketAsync(400);
        Backtest backtest = await server.BacktestAsync("3", "8");
        ColumnTable equity = await server.Client.ReadBacktestEquityAsync(backtest.Id);
        double[] longs = equity["long_exposure"].ToArray(), shorts = equity["short_exposure"].ToArray();
        double[] net = equity["net_exposure"].ToArray(), gross = equity["gross_exposure"].ToArray();
        Assert.All(longs.Zip(shorts), pair => Assert.True(pair.First >= 0 && pair.Second <= 0));
        Assert.Equal(longs.Zip(shorts, (bought, sold) => bought + sold), net);
        Assert.Equal(longs.Zip(shorts, (bought, sold) => bought - sold), gross);
        Assert.Equal(gross.Average(), backtest.Exposure.AverageGrossFraction, 1e-12);
        Assert.Equal(gross.Max(), backtest.Exposure.LargestGrossFraction);
        Assert.Equal(backtest.Metrics.ExposureFraction, (double)gross.Count(value => value > 0) / gross.Length, 1e-12);
        Assert.Equal(backtest.FillCount, backtest.Capacity.FillCount);
        Assert.Equal(1_000_000 * 0.1 / backtest.Capacity.Participation95, backtest.Capacity.Capacity, 1e-3);
    }

    [Fact]
    public async Task A_backtest_is_measured_against_a_benchmark()
    {
        await using SweepServer server = await SweepServer.StartWithMarketAsync(400);
        BacktestSpec spec = new()
        {
            Strategy = new StrategySpec { StrategyId = "buy_and_hold" },
            Members = { new PortfolioMember { InstrumentId = SweepServer.Coin } },
            Benchmark = new PortfolioMember { InstrumentId = SweepServer.Coin },
        };
        spec.Settings = new TradingSettings { MaxDrawdownFraction = 1 };
        string id = await server.ResultAsync((await server.Backtests.RunBacktestAsync(new RunBacktestRequest { Spec = spec })).Operation);
        PerformanceMetrics metrics = (await server.Backtests.GetBacktestAsync(new GetBacktestRequest { BacktestId = id })).Backtest.Metrics;
        // All returns of a position that is only held come from the benchmark.
        Assert.InRange(metrics.Benchmark.RSquared, 0.9, 1);
        Assert.True(metrics.Benchmark.Beta > 0);
        Assert.True(metrics.HasDownsideVolatilityFraction && metrics.HasTailRatio && metrics.HasStability && metrics.HasVar99Fraction);
        Assert.Equal(metrics.VolatilityFraction * Math.Sqrt(metrics.PeriodsPerYear), metrics.AnnualizedVolatilityFraction, 1e-12);
        Assert.True((await server.Backtests.VerifyBacktestAsync(new VerifyBacktestRequest { BacktestId = id })).Identical);
        Assert.Null((await server.BacktestAsync("3", "8")).Metrics.Benchmark);
        spec.Benchmark.InstrumentId = "NOWHERE";
        RpcException error = await Assert.ThrowsAsync<RpcException>(async () => await server.Backtests.RunBacktestAsync(new RunBacktestRequest { Spec = spec }));
        Assert.Equal(StatusCode.NotFound, error.StatusCode);
    }
}
