using Tradewind.Domain.Engine;
using Tradewind.Domain.Errors;
using Tradewind.Domain.Market;
using Tradewind.Domain.Strategies;

namespace Tradewind.Engine.Tests;

public class CreditRegimeTests
{
    private static readonly Instrument Bitcoin = new("BTC/USDT", AssetClass.CryptoSpot);
    private static readonly Instrument HighYield = new("LF98TRUU Index", AssetClass.CreditIndex);

    public static (TradingUniverse Universe, InstrumentSeries[] Bars, InstrumentSeries[] Fields) Market(int days, Func<int, double> close, Func<int, double> spread)
    {
        InstrumentSeries[] bars = [Markets.Closes(Bitcoin, [.. Enumerable.Range(0, days).Select(close)])];
        InstrumentSeries[] fields = [Markets.Field(HighYield, "OAS", Availability.Close, Markets.Start, [.. Enumerable.Range(0, days).Select(spread)])];
        return (TradingUniverse.Of(bars, fields), bars, fields);
    }

    private static List<Signal> Signals(int days, Func<int, double> close, Func<int, double> spread, params (string Name, string Value)[] parameters)
    {
        (TradingUniverse universe, InstrumentSeries[] bars, InstrumentSeries[] fields) = Market(days, close, spread);
        SignalRunner runner = new(universe, StrategyCatalogue.Create("credit_regime", parameters.ToDictionary(pair => pair.Name, pair => pair.Value), universe));
        return [.. Markets.Slices(universe, bars, fields).SelectMany(slice => runner.Process(slice))];
    }

    private static double Value(Signal signal, string name) => signal.Values.Single(value => value.Name == name).Value;

    [Fact]
    public void Rising_crypto_with_tightening_spreads_is_strong_risk_on_from_the_first_defined_bar()
    {
        List<Signal> signals = Signals(100, i => 100 * Math.Pow(1.01, i), i => 300 * Math.Pow(0.995, i));
        Assert.Equal(Markets.Start + 61 * UnixTime.Day, signals[0].Time);
        Assert.Equal(40, signals.Count);
        Assert.All(signals, signal => Assert.Equal((SignalDirection.Long, "Strong Risk-On", 1.0), (signal.Direction, signal.Label, signal.Strength)));
    }

    [Fact]
    public void Falling_crypto_with_widening_spreads_is_flat_or_short_where_allowed()
    {
        Func<int, double> close = i => 100 * Math.Pow(0.99, i), spread = i => 300 * Math.Pow(1.005, i);
        Assert.All(Signals(100, close, spread), signal => Assert.Equal((SignalDirection.Flat, "Strong Risk-Off"), (signal.Direction, signal.Label)));
        Assert.All(Signals(100, close, spread, ("allow_short", "true")), signal => Assert.Equal(SignalDirection.Short, signal.Direction));
    }

    [Fact]
    public void Neutral_regimes_give_no_signal() => Assert.Empty(Signals(100, _ => 100, _ => 300));

    [Fact]
    public void Opposite_risk_directions_beyond_the_limit_stay_out_but_agreement_never_sells()
    {
        // Quiet risk-on for 150 days, then five days of crypto up together with spreads up: ret(a) + ret(s) leaves its range.
        double Close(int i) => 100 * Math.Pow(1.003, i) * (i > 150 ? Math.Pow(1.03, i - 150) : 1) * (1 + 0.001 * (i % 2));
        double Disagree(int i) => 300 * Math.Pow(0.997, i) * (i > 150 ? Math.Pow(1.02, i - 150) : 1);
        double Agree(int i) => 300 * Math.Pow(0.997, i) * (i > 150 ? Math.Pow(0.98, i - 150) : 1);
        List<Signal> apart = [.. Signals(156, Close, Disagree).Where(signal => signal.Time > Markets.Start + 153 * UnixTime.Day)];
        Assert.NotEmpty(apart);
        Assert.All(apart, signal => Assert.Equal(SignalDirection.Flat, signal.Direction));
        Assert.All(apart, signal => Assert.True(Value(signal, "divergence_risk") > 2));
        List<Signal> together = [.. Signals(156, Close, Agree, ("divergence_limit", "100")).Where(signal => signal.Time > Markets.Start + 153 * UnixTime.Day)];
        Assert.All(together, signal => Assert.True(Value(signal, "divergence") > 2));
        Assert.All(together, signal => Assert.Equal(SignalDirection.Long, signal.Direction));
    }

    [Fact]
    public void A_credit_value_is_used_only_once_it_is_known()
    {
        // The value stamped day 80 is known at 22:00 of day 80, before the bar of that day closes at midnight; one stamped later is not.
        List<Signal> signals = Signals(82, i => 100 * Math.Pow(1.01, i), i => i == 81 ? 1e6 : 300 * Math.Pow(0.995, i));
        Signal beforeShock = signals.Single(signal => signal.Time == Markets.Start + 81 * UnixTime.Day);
        Assert.Equal(300 * Math.Pow(0.995, 80), Value(beforeShock, "credit"));
    }

    [Fact]
    public void A_stale_credit_value_counts_for_five_bars_and_then_is_missing()
    {
        // Values stop after day 79 while crypto trades on: bars of days 80 to 84 still see it, the one of day 85 does not.
        List<Signal> signals = Signals(100, i => 100 * Math.Pow(1.01, i), i => i < 80 ? 300 * Math.Pow(0.995, i) : double.NaN);
        Assert.Equal(Markets.Start + 85 * UnixTime.Day, signals[^1].Time);
    }

    [Fact]
    public void A_missing_credit_field_is_an_error_that_names_the_parameter()
    {
        (TradingUniverse universe, _, _) = Market(3, _ => 100, _ => 300);
        InvalidInputException wrongField = Assert.Throws<InvalidInputException>(() =>
            StrategyCatalogue.Create("credit_regime", new Dictionary<string, string> { ["credit_instrument"] = "LF98TRUU Index", ["credit_field"] = "DTS" }, universe));
        Assert.Equal("parameters[credit_field]", wrongField.Violations[0].Field);
        TradingUniverse bare = TradingUniverse.Of([Markets.Closes(Bitcoin, 1, 2)]);
        Assert.Equal(
            "parameters[credit_instrument]",
            Assert.Throws<InvalidInputException>(() => StrategyCatalogue.Create("credit_regime", null, bare)).Violations[0].Field);
    }
}
