using Tradewind.Domain.Engine;
using Tradewind.Domain.Engine.Recording;
using Tradewind.Domain.Errors;
using Tradewind.Domain.Market;
using Tradewind.Domain.Strategies;

namespace Tradewind.Engine.Tests;

public class StrategyTests
{
    private static List<Signal> Signals(string strategy, InstrumentSeries bars, params (string Name, string Value)[] parameters)
    {
        TradingUniverse universe = TradingUniverse.Of([bars]);
        SignalRunner runner = new(universe, StrategyCatalogue.Create(strategy, parameters.ToDictionary(pair => pair.Name, pair => pair.Value), universe));
        return [.. Markets.Slices(universe, [bars]).SelectMany(slice => runner.Process(slice))];
    }

    private static string Text(IEnumerable<Signal> signals) =>
        string.Join(" ", signals.Select(signal => $"{(signal.Time - Markets.Start) / UnixTime.Day - 1}:{signal.Direction}"));

    [Fact]
    public void Crossover_signals_on_the_bar_of_the_cross_and_a_tie_waits()
    {
        // Averages of 2 and 3: below at row 2 (9.5 < 10) and row 3 (9 < 9.33), above at row 4 (10.5 > 10), equal at row 6, below at row 7.
        InstrumentSeries bars = Markets.Closes(Markets.Unit, 11, 10, 9, 9, 12, 12, 12, 8, 7);
        Assert.Equal("4:Long 7:Short", Text(Signals("ma_crossover", bars, ("fast", "2"), ("slow", "3"))));
        Assert.Equal("4:Long 7:Flat", Text(Signals("ma_crossover", bars, ("fast", "2"), ("slow", "3"), ("long_only", "true"))));
    }

    [Fact]
    public void Rsi_buys_oversold_and_leaves_when_back_above_fifty()
    {
        InstrumentSeries bars = Markets.Closes(Markets.Unit, 100, 99, 98, 97, 99, 101, 104, 107);
        Assert.Equal("2:Long 3:Long 4:Flat 5:Short 6:Short 7:Short", Text(Signals("rsi_mean_reversion", bars, ("period", "2"))));
    }

    [Fact]
    public void Bollinger_needs_one_bar_more_than_its_window_and_holds_without_variation()
    {
        // Window 3, width 1: row 2 would be the first of the window alone; row 3 is at the lower band, row 5 above the upper one, and the
        // constant tail gives nothing.
        InstrumentSeries bars = Markets.Closes(Markets.Unit, 10, 10, 8, 6, 6, 9, 9, 9, 9);
        Assert.Equal("3:Long 5:Short", Text(Signals("bollinger", bars, ("period", "3"), ("width", "1"))));
    }

    [Fact]
    public void Momentum_compares_with_the_bars_before_this_one()
    {
        InstrumentSeries bars = Markets.Daily(Markets.Unit, [10, 11, 9, 10], [10, 12, 9, 11], [11, 12, 11, 12], [12, 13, 12, 12.5], [12, 12, 8, 8.5]);
        Assert.Equal("3:Long 4:Short", Text(Signals("momentum", bars, ("period", "2"))));
        Assert.Equal("4:Short", Text(Signals("momentum", bars, ("period", "2"), ("buffer_percent", "5"))));
    }

    [Fact]
    public void Buy_and_hold_buys_once() => Assert.Equal("0:Long", Text(Signals("buy_and_hold", Markets.Closes(Markets.Unit, 1, 2, 3))));

    [Fact]
    public void Unknown_parameters_suggest_the_nearest_name_and_all_errors_come_at_once()
    {
        TradingUniverse universe = TradingUniverse.Of([Markets.Closes(Markets.Unit, 1)]);
        InvalidInputException error = Assert.Throws<InvalidInputException>(() => StrategyCatalogue.Create(
            "ma_crossover", new Dictionary<string, string> { ["fasst"] = "5", ["slow"] = "2.5", ["fast"] = "0", ["long_only"] = "yes" }, universe));
        Assert.Equal(["parameters[fasst]", "parameters[fast]", "parameters[long_only]", "parameters[slow]"], error.Violations.Select(violation => violation.Field));
        Assert.Contains("Did you mean 'fast'", error.Violations[0].Description, StringComparison.Ordinal);
        Assert.Contains("[1, 10000]", error.Violations[1].Description, StringComparison.Ordinal);
    }

    [Fact]
    public void Fast_must_be_less_than_slow()
    {
        TradingUniverse universe = TradingUniverse.Of([Markets.Closes(Markets.Unit, 1)]);
        InvalidInputException error = Assert.Throws<InvalidInputException>(() =>
            StrategyCatalogue.Create("ma_crossover", new Dictionary<string, string> { ["fast"] = "30" }, universe));
        Assert.Equal("parameters[fast]", Assert.Single(error.Violations).Field);
    }

    [Fact]
    public void Unknown_strategies_suggest_the_nearest_one() =>
        Assert.Contains("'momentum'", Assert.Throws<NotFoundException>(() => StrategyCatalogue.Describe("momentun")).Message, StringComparison.Ordinal);

    [Fact]
    public void Every_parameter_is_documented_and_in_its_own_range()
    {
        Assert.Equal(StrategyCatalogue.All.Select(descriptor => descriptor.Id).Order(StringComparer.Ordinal), StrategyCatalogue.All.Select(descriptor => descriptor.Id));
        foreach (StrategyDescriptor descriptor in StrategyCatalogue.All)
        {
            Assert.EndsWith(".", descriptor.Description, StringComparison.Ordinal);
            Assert.All(descriptor.Parameters, parameter => Assert.EndsWith(".", parameter.Documentation, StringComparison.Ordinal));
            Assert.All(
                descriptor.Parameters.Where(parameter => parameter.Kind is ParameterKind.Integer or ParameterKind.Number),
                parameter => Assert.True(parameter.Minimum <= parameter.Maximum, $"{descriptor.Id} {parameter.Name}"));
            // A model has to be named; everything else has values that are meant together.
            if (!descriptor.NeedsModel)
            {
                Assert.Equal(descriptor.Parameters.Length, StrategyParameters.Resolve(descriptor, null).Values.Count);
            }
        }
    }

    [Theory]
    [InlineData("ma_crossover")]
    [InlineData("rsi_mean_reversion")]
    [InlineData("bollinger")]
    [InlineData("momentum")]
    [InlineData("credit_regime")]
    [InlineData("donchian")]
    [InlineData("macd")]
    [InlineData("composite")]
    [InlineData("flight_to_quality")]
    [InlineData("credit_divergence")]
    public void The_runner_gives_the_signals_the_engine_acts_on(string id)
    {
        Random random = new(11);
        double price = 100;
        (TradingUniverse universe, InstrumentSeries[] bars, InstrumentSeries[] fields) =
            CreditRegimeTests.Market(400, _ => price *= 1 + 0.06 * (random.NextDouble() - 0.5), i => 300 + 40 * Math.Sin(i / 25.0));
        SessionLedger ledger = new();
        TradingEngine engine = new(universe, Markets.Frictionless, StrategyCatalogue.Create(id, null, universe), ledger);
        SignalRunner runner = new(universe, StrategyCatalogue.Create(id, null, universe));
        List<Signal> signals = [];
        foreach (MarketSlice slice in Markets.Slices(universe, bars, fields))
        {
            engine.Process(slice);
            signals.AddRange(runner.Process(slice));
        }

        Assert.NotEmpty(signals);
        Assert.Equal(ledger.Signals.Select(Encoded), signals.Select(Encoded));
    }

    private static string Encoded(Signal signal) => EntryText.Of(new SignalEntry(signal));
}
