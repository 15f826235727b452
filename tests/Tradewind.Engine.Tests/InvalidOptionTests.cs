using Tradewind.Domain.Engine;
using Tradewind.Domain.Engine.Backtest;
using Tradewind.Domain.Engine.Optimization;
using Tradewind.Domain.Engine.Robustness;
using Tradewind.Domain.Errors;
using Tradewind.Domain.Market;

namespace Tradewind.Engine.Tests;

/// <summary>The sentence of an error about fields is the first of them in one form, so that clients need not say it twice.</summary>
public class InvalidOptionTests
{
    private static readonly InstrumentSeries s_bars = Markets.Closes(Markets.Unit, 1, 2, 3);

    private static readonly BacktestRequest s_backtest = new() { Bars = [s_bars], Strategy = "buy_and_hold" };

    public static TheoryData<string, Action> Wrong => new()
    {
        { "options.max_drawdown", () => new EngineOptions { MaxDrawdown = 2, Participation = 0 }.Validate() },
        { "halving_factor", () => new HalvingOptions { Factor = 1, MinimumShare = 0 }.Validate() },
        { "simulation_count", () => new MonteCarloOptions { Simulations = 0, FanSteps = -1 }.Validate(10) },
        { "jitter_fraction", () => new ParameterJitterOptions { Fraction = 0, Samples = 0 }.Validate() },
        { "axes", () => ParameterCombinations.Of("ma_crossover", new Dictionary<string, string>(), []) },
        { "parameters[fast]", () => BacktestRunner.Run(s_backtest with { Strategy = "ma_crossover", Parameters = new Dictionary<string, string> { ["fast"] = "x" } }) },
        { "instruments[UNIT]", () => BacktestRunner.Check(s_backtest with { End = Markets.Start + 1 }) },
        { "benchmark", () => BacktestRunner.Check(s_backtest with { Benchmark = Markets.Field(Markets.Crude, "oas", Availability.Candle, Markets.Start, 1, 2) }) },
    };

    [Theory]
    [MemberData(nameof(Wrong))]
    public void The_sentence_is_the_first_violation(string field, Action act)
    {
        InvalidInputException error = Assert.Throws<InvalidInputException>(act);
        Assert.Equal(field, error.Violations[0].Field);
        Assert.Equal($"{field}: {error.Violations[0].Description}", error.Message);
    }
}
