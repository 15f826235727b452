using Tradewind.Domain.Engine;
using Tradewind.Domain.Engine.Backtest;
using Tradewind.Domain.Engine.Costs;
using Tradewind.Domain.Market;
using Tradewind.Testing;
using Xunit.Abstractions;

namespace Tradewind.Engine.Tests;

/// <summary>A market on which backtrader, backtesting.py, vectorbt and a plain loop agree to the last digit.</summary>
public class KnownAnswerTests(ITestOutputHelper output)
{
    [Theory]
    [InlineData("daily", 89, 1_004_202.6735)]
    [InlineData("minute", 19_464, null)]
    public void Crossover_gives_the_answer_other_backtesters_give(string kind, int trades, double? equity)
    {
        if (!SeededWalk.IsAvailable)
        {
            output.WriteLine("Not run: python3 is absent.");
            return;
        }

        string file = Path.GetTempFileName();
        try
        {
            InstrumentSeries bars = SeededWalk.Make(Path.Combine(AppContext.BaseDirectory, "reference", "seeded_walk.py"), kind, file);
            BacktestResult result = BacktestRunner.Run(Request(bars));
            Assert.Equal(trades, result.Trades.Count);
            Assert.Equal(bars.Count, result.Equity.Length);
            if (equity is { } last)
            {
                Assert.Equal(last, result.Equity.Span[^1], 0.00005);
            }

            // A position may still be open; what it made is in the equity and in no round trip.
            decimal open = result.OpenPositions.Sum(position => position.Quantity * position.AveragePrice);
            decimal marked = result.OpenPositions.Sum(position => position.Quantity * (decimal)position.Mark);
            Assert.Equal((double)(result.Cash + marked - open), result.Equity.Span[^1], 1e-6);
        }
        finally
        {
            File.Delete(file);
        }
    }

    private static BacktestRequest Request(InstrumentSeries bars) => new()
    {
        Bars = [bars],
        Strategy = "ma_crossover",
        Parameters = new Dictionary<string, string> { ["fast"] = "10", ["slow"] = "30", ["long_only"] = "true" },
        Options = new EngineOptions
        {
            MaxDrawdown = null, SlippagePercent = 0, Commission = new Commission(0, 0.0005m), Sizing = PositionSizing.Fixed(100) with { MaxPosition = null },
        },
    };
}
