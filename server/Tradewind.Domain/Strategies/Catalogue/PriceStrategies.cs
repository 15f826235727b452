using System.Collections.Immutable;
using Tradewind.Domain.Errors;
using Tradewind.Domain.Strategies.Regime;
using Tradewind.Domain.Strategies.Volatility;
using static Tradewind.Domain.Strategies.ParameterOf;

namespace Tradewind.Domain.Strategies.Catalogue;

/// <summary>Strategies that decide on each instrument by its own bars.</summary>
internal static class PriceStrategies
{
    public static ImmutableArray<StrategyDescriptor> All { get; } =
    [
        new()
        {
            Id = "bollinger",
            DisplayName = "Bollinger band mean reversion",
            Description = "Long at or below the lower band, short at or above the upper one, flat when the close is back at the middle.",
            Parameters =
            [
                Window("period", 20, "Bars of the bands.", least: 2), Number("width", 2, "Deviations from the middle to a band.", 0.01, 100),
            ],
            BarsToDecide = p => p.Integer("period") + 1,
            Build = (p, universe, instruments) => new BollingerStrategy(universe, instruments, p.Integer("period"), p.Number("width")),
        },
        new()
        {
            Id = "buy_and_hold",
            DisplayName = "Buy and hold",
            Description = "Long whenever flat.",
            Parameters = [],
            BarsToDecide = _ => 1,
            Build = (_, universe, instruments) => new BuyAndHoldStrategy(universe, instruments),
        },
        new()
        {
            Id = "donchian",
            DisplayName = "Donchian channel",
            Description = "Long above the highest high of the bars before, short below their lowest low, out through the channel of fewer bars.",
            Parameters =
            [
                Window("entry", 20, "Bars before this one of the channel it enters through."),
                Window("exit", 10, "Bars before this one of the channel it leaves through, at most entry."),
                Flag("long_only", false, "Flat in place of short."),
            ],
            CrossChecks = p => p.Integer("exit") <= p.Integer("entry")
                ? []
                : [new FieldViolation("parameters[exit]", $"must be at most entry ({p.Integer("entry")}), was {p.Integer("exit")}.")],
            BarsToDecide = p => p.Integer("entry") + 1,
            Build = (p, universe, instruments) =>
                new DonchianStrategy(universe, instruments, p.Integer("entry"), p.Integer("exit"), p.Boolean("long_only")),
        },
        new()
        {
            Id = "ma_crossover",
            DisplayName = "Moving-average crossover",
            Description = "Long when the fast average crosses above the slow one, short (flat when long only) when it crosses below.",
            Parameters =
            [
                Window("fast", 10, "Bars of the fast average."), Window("slow", 30, "Bars of the slow average, more than fast."),
                Flag("long_only", false, "Flat in place of short."),
            ],
            CrossChecks = p => FastBelowSlow(p),
            BarsToDecide = p => p.Integer("slow") + 1,
            Build = (p, universe, instruments) =>
                new MovingAverageCrossoverStrategy(universe, instruments, p.Integer("fast"), p.Integer("slow"), p.Boolean("long_only")),
        },
        new()
        {
            Id = "ma_trend",
            DisplayName = "Moving-average momentum, sized",
            Description =
                "Long while the fast average is above the slow one by a threshold and the RSI is not overbought, short mirrored; sizes grow with "
                + "the distance, with a stop and a target of its own.",
            Parameters =
            [
                Window("fast", 10, "Bars of the fast average."), Window("slow", 30, "Bars of the slow average, more than fast."),
                Number("threshold", 0.01, "Relative distance of the averages beyond which it trades.", 0, 1),
                Number("overbought", 70, "RSI of 14 bars above which it does not buy.", 0, 100),
                Number("oversold", 30, "RSI below which it does not sell.", 0, 100),
                Number("size", 0.02, "Share of equity before the distance is counted; at most 0.05 in all.", 0.0001, 0.05),
                Number("stop_loss", 0.05, "Distance of the stop from the close of the signal, fraction.", 0.0001, 1),
                Number("take_profit", 0.15, "Distance of the target, fraction.", 0.0001, 10),
            ],
            CrossChecks = p => FastBelowSlow(p),
            BarsToDecide = p => Math.Max(p.Integer("slow"), MovingAverageTrendStrategy.IndexBars + 1),
            Build = (p, universe, instruments) => new MovingAverageTrendStrategy(universe, instruments, new MovingAverageTrendSettings(
                p.Integer("fast"), p.Integer("slow"), p.Number("threshold"), p.Number("overbought"), p.Number("oversold"), p.Number("size"),
                p.Number("stop_loss"), p.Number("take_profit"))),
        },
        new()
        {
            Id = "macd",
            DisplayName = "MACD cross",
            Description = "Long when the line crosses above its signal, short (flat when long only) when it crosses below.",
            Parameters =
            [
                Window("fast", 12, "Bars of the fast average."), Window("slow", 26, "Bars of the slow average, more than fast."),
                Window("signal", 9, "Bars of the signal's average."), Flag("long_only", false, "Flat in place of short."),
            ],
            CrossChecks = p => FastBelowSlow(p),
            BarsToDecide = p => p.Integer("slow") + p.Integer("signal"),
            Build = (p, universe, instruments) =>
                new MacdStrategy(universe, instruments, p.Integer("fast"), p.Integer("slow"), p.Integer("signal"), p.Boolean("long_only")),
        },
        new()
        {
            Id = "market_regime",
            DisplayName = "Market regime",
            Description =
                "Holds each instrument by the regime of its own last returns: crisis, high volatility, low volatility, trending up, trending down "
                + "or ranging. A regime in none of the lists changes nothing.",
            Parameters =
            [
                Window("window", 252, "Returns that make the regime, at least 20.", least: 20),
                Number("periods_per_year", 252, "Bars in a year.", 1, 10_000_000),
                Text("long_in", "trending_up,low_volatility", "Regimes in which it is long."),
                Text("short_in", "", "Regimes in which it is short."),
                Text("flat_in", "crisis,high_volatility,trending_down", "Regimes in which it holds nothing."),
            ],
            CrossChecks = p => new[] { "long_in", "short_in", "flat_in" }
                .Where(name => MarketRegimeStrategy.Read(p.Text(name)) is null)
                .Select(name => new FieldViolation(
                    $"parameters[{name}]", $"must be names of regimes separated by commas: {string.Join(", ", MarketRegimeStrategy.Names)}; was '{p.Text(name)}'.")),
            BarsToDecide = p => p.Integer("window") + 1,
            Build = (p, universe, instruments) => new MarketRegimeStrategy(universe, instruments, new MarketRegimeSettings(
                p.Integer("window"), p.Number("periods_per_year"), MarketRegimeStrategy.Read(p.Text("long_in")) ?? [],
                MarketRegimeStrategy.Read(p.Text("short_in")) ?? [], MarketRegimeStrategy.Read(p.Text("flat_in")) ?? [])),
        },
        new()
        {
            Id = "momentum",
            DisplayName = "Breakout momentum",
            Description = "Long above the highest high of the bars before, short below their lowest low.",
            Parameters = [Window("period", 20, "Bars before this one."), Number("buffer_percent", 0, "Percent beyond the range.", 0, 99)],
            BarsToDecide = p => p.Integer("period") + 1,
            Build = (p, universe, instruments) => new MomentumStrategy(universe, instruments, p.Integer("period"), p.Number("buffer_percent")),
        },
        new()
        {
            Id = "oscillator_divergence",
            DisplayName = "Divergence of price and oscillator",
            Description =
                "Sells a higher price with a lower oscillator and buys a lower price with a higher one, where the RSI was stretched at the start; "
                + "with a stop and a target of its own.",
            Parameters =
            [
                Text("oscillator", "rsi", "rsi, or macd for the line of the MACD, which has no levels."),
                Window("period", 14, "Bars of the RSI."), Window("lookback", 10, "Bars over which price and oscillator are compared."),
                Number("upper", 70, "RSI at the start from which a bearish divergence counts.", 0, 100),
                Number("lower", 30, "RSI at the start up to which a bullish divergence counts.", 0, 100),
                Number("size", 0.02, "Share of equity.", 0.0001, 1),
                Number("stop_loss", 0.05, "Distance of the stop from the close of the signal, fraction.", 0.0001, 1),
                Number("take_profit", 0.15, "Distance of the target, fraction.", 0.0001, 10),
                Flag("long_only", false, "Leaves in place of going short."),
            ],
            CrossChecks = p => p.Text("oscillator") is "rsi" or "macd"
                ? []
                : [new FieldViolation("parameters[oscillator]", $"must be rsi or macd, was '{p.Text("oscillator")}'.")],
            Build = (p, universe, instruments) => new OscillatorDivergenceStrategy(universe, instruments, new OscillatorDivergenceSettings(
                p.Text("oscillator") == "macd", p.Integer("period"), p.Integer("lookback"), p.Number("upper"), p.Number("lower"), p.Number("size"),
                p.Number("stop_loss"), p.Number("take_profit"), p.Boolean("long_only"))),
        },
        new()
        {
            Id = "rsi_mean_reversion",
            DisplayName = "RSI mean reversion",
            Description = "Long below the oversold level, short above the overbought one, flat when the index is back beyond 50.",
            Parameters =
            [
                Window("period", 14, "Bars of the index."), Number("oversold", 30, "Level below which it buys.", 0, 100),
                Number("overbought", 70, "Level above which it sells.", 0, 100),
            ],
            CrossChecks = p => p.Number("oversold") < p.Number("overbought")
                ? []
                : [new FieldViolation("parameters[oversold]", $"must be less than overbought ({p.Number("overbought")}), was {p.Number("oversold")}.")],
            BarsToDecide = p => p.Integer("period") + 1,
            Build = (p, universe, instruments) =>
                new RsiMeanReversionStrategy(universe, instruments, p.Integer("period"), p.Number("oversold"), p.Number("overbought")),
        },
        new()
        {
            Id = "volatility_breakout",
            DisplayName = "Volatility breakout",
            Description =
                "Long when the volatility of the last returns is above a percentile of its own history, short when it is above an extreme one, each "
                + "confirmed by the return over the window; with a size, a stop and a target of its own.",
            Parameters =
            [
                Window("window", 15, "Bars of the volatility; 15 minutes of minute bars.", least: 2),
                Window("history", 1440, "Volatilities before this bar that the percentiles are of; a day of minute bars.", least: 20),
                Whole("least_history", 20, "Fewest volatilities that are judged by.", 2, LongestWindow),
                Number("threshold_percentile", 90, "Percentile above which volatility is high.", 0, 100),
                Number("extreme_percentile", 95, "Percentile above which it is extreme.", 0, 100),
                Number("size", 0.02, "Share of equity at full strength and confidence; at most 0.05.", 0.0001, 0.05),
                Flag("confirm_direction", true, "The return over the window has to agree with the direction."),
            ],
            CrossChecks = p => p.Number("threshold_percentile") < p.Number("extreme_percentile")
                ? []
                : [new FieldViolation("parameters[threshold_percentile]", $"must be less than extreme_percentile ({p.Text("extreme_percentile")}).")],
            BarsToDecide = p => p.Integer("window") + p.Integer("least_history") + 1,
            Build = (p, universe, instruments) => new VolatilityBreakoutStrategy(universe, instruments, new VolatilityBreakoutSettings(
                p.Integer("window"), p.Integer("history"), p.Integer("least_history"), p.Number("threshold_percentile"), p.Number("extreme_percentile"),
                p.Number("size"), p.Boolean("confirm_direction"))),
        },
        new()
        {
            Id = "volatility_target",
            DisplayName = "Volatility target",
            Description =
                "Long at the weight at which each instrument is expected to have its share of a target volatility, traded when it has drifted out of a "
                + "band; aside while the close is not above its average where a trend window is set.",
            Parameters =
            [
                Window("window", 30, "Bars of the volatility.", least: 2), Number("target_vol", 0.15, "Annual volatility, fraction.", 0.0001, 10),
                Number("periods_per_year", 365, "Bars in a year.", 1, 10_000_000),
                Number("vol_floor", 0.05, "Least annual volatility, fraction.", 0.0001, 10),
                Number("max_weight", 1, "Largest weight before it is shared by the instruments.", 0.0001, 10),
                Number("rebalance_band", 0.1, "Relative drift of the weight that is left alone.", 0, 10),
                Whole("trend_window", 0, "Bars of the average the close has to be above; 0 for none.", 0, LongestWindow),
            ],
            BarsToDecide = p => Math.Max(p.Integer("window") + 1, p.Integer("trend_window")),
            Build = (p, universe, instruments) => new VolatilityTargetStrategy(universe, instruments, new VolatilityTargetSettings(
                p.Integer("window"), p.Number("target_vol"), p.Number("periods_per_year"), p.Number("vol_floor"), p.Number("max_weight"),
                p.Number("rebalance_band"), p.Integer("trend_window"))),
        },
    ];

    private static IEnumerable<FieldViolation> FastBelowSlow(StrategyParameters p) => p.Integer("fast") < p.Integer("slow")
        ? []
        : [new FieldViolation("parameters[fast]", $"must be less than slow ({p.Integer("slow")}), was {p.Integer("fast")}.")];
}
