using System.Collections.Immutable;
using Tradewind.Domain.Engine;
using Tradewind.Domain.Indicators;
using Tradewind.Domain.Market;

namespace Tradewind.Domain.Strategies.Regime;

/// <summary>Holds an instrument by its own market regime: long in some, short in some, flat in some; what is in none of the lists holds.</summary>
internal sealed class MarketRegimeStrategy(TradingUniverse universe, InstrumentSelection instruments, MarketRegimeSettings settings)
    : BarStrategy<MarketRegimeStrategy.State>($"MarketRegime({settings.Window})", universe, instruments, () => new State(settings))
{
    private static readonly ImmutableArray<(string Name, MarketRegime Regime)> s_names =
    [
        ("crisis", MarketRegime.Crisis), ("high_volatility", MarketRegime.HighVolatility), ("low_volatility", MarketRegime.LowVolatility),
        ("trending_up", MarketRegime.TrendingUp), ("trending_down", MarketRegime.TrendingDown), ("ranging", MarketRegime.Ranging),
    ];

    /// <summary>Names of the regimes.</summary>
    public static IEnumerable<string> Names => s_names.Select(entry => entry.Name);

    /// <summary>Regimes of a list of names; null where one is unknown.</summary>
    public static ImmutableArray<MarketRegime>? Read(string text)
    {
        string[] names = text.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        return names.All(name => s_names.Any(entry => entry.Name == name)) ? [.. names.Select(name => s_names.First(entry => entry.Name == name).Regime)] : null;
    }

    protected override void OnBar(IStrategyContext context, int instrument, in Bar bar, ref State state)
    {
        MarketRegime regime = state.View.Update(state.Return.Update(bar.Close));
        SignalDirection? direction = settings.Long.Contains(regime) ? SignalDirection.Long
            : settings.Short.Contains(regime) ? SignalDirection.Short
            : settings.Flat.Contains(regime) ? SignalDirection.Flat
            : null;
        if (direction is { } made && regime != state.Told)
        {
            string name = s_names.First(entry => entry.Regime == regime).Name;
            context.Emit(new Signal
            {
                Time = context.Time,
                InstrumentOrdinal = instrument,
                Instrument = context.Universe.Instruments[instrument].Id,
                Direction = made,
                Strength = state.View.Confidence,
                Label = name,
                Reason = $"regime is {name}",
                Values = [new("volatility", state.View.Volatility), new("trend", state.View.Trend), new("drawdown", state.View.Drawdown)],
            });
        }

        // Said once a regime: the position stays as it is while the regime does.
        state.Told = regime;
    }

    internal struct State(MarketRegimeSettings settings)
    {
        public Change Return = new(ChangeKind.Return);
        public readonly MarketRegimeView View = new(settings.Window, settings.PeriodsPerYear);
        public MarketRegime Told;
    }
}
