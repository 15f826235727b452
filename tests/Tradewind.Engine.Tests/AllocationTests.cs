using Tradewind.Domain.Engine;
using Tradewind.Domain.Engine.Backtest;
using Tradewind.Domain.Market;
using Tradewind.Domain.Strategies;

namespace Tradewind.Engine.Tests;

/// <summary>A bar on which nothing is decided costs no memory but that of its point of equity.</summary>
public class AllocationTests
{
    [Theory]
    [InlineData("ma_crossover")]
    [InlineData("bollinger")]
    public void A_bar_allocates_nothing(string strategy)
    {
        InstrumentSeries[] bars = [Rising("A", 3000), Rising("B", 3000)];
        TradingUniverse universe = TradingUniverse.Of(bars);
        TradingEngine engine = new(universe, Markets.Frictionless, StrategyCatalogue.Create(strategy, null, universe));
        List<MarketSlice> slices = Markets.Slices(universe, bars);
        Process(0, 1500);
        long fills = engine.FillCount;
        long before = GC.GetAllocatedBytesForCurrentThread();
        Process(1500, slices.Count);
        long allocated = GC.GetAllocatedBytesForCurrentThread() - before;

        // What a signal writes down may cost memory; these markets lead to none any more.
        Assert.Equal(fills, engine.FillCount);
        Assert.Equal(strategy == "bollinger" ? 0 : 2, engine.Positions().Count);
        Assert.Equal(0, allocated);

        void Process(int from, int to)
        {
            for (int i = from; i < to; i++)
            {
                engine.Process(slices[i]);
            }
        }
    }

    [Fact]
    public void A_laid_out_history_keeps_its_points_of_equity_and_allocates_nothing_else()
    {
        long[] allocated = [.. new[] { 50_000, 50_000, 150_000 }.Select(count =>
        {
            BacktestRequest request = new()
            {
                Bars = [Rising("A", count)], Strategy = "ma_crossover", Options = Markets.Frictionless,
            };
            // Known times are kept with the series, buffers with the process.
            BacktestRunner.Run(request);
            long before = GC.GetAllocatedBytesForCurrentThread();
            BacktestResult result = BacktestRunner.Run(request);
            long bytes = GC.GetAllocatedBytesForCurrentThread() - before;
            Assert.Equal(count, result.Equity.Length);
            return bytes;
        })];
        // A pool may have dropped a buffer of 32 KiB in between.
        Assert.InRange((allocated[2] - allocated[1]) / 100_000.0, sizeof(double) - 0.5, sizeof(double) + 0.5);
    }

    // A fall and then a steady rise: both strategies have decided within the first rows what they ever will.
    private static InstrumentSeries Rising(string id, int count) => Markets.Bars(
        new Instrument(id, AssetClass.Equity), Timeframe.Hour, Markets.Start,
        [.. Enumerable.Range(0, count).Select(i => Math.Abs(i - 100) + 1000.0).Select(close => new[] { close, close + 0.5, close - 0.5, close })]);
}
