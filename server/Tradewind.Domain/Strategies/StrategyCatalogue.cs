using System.Collections.Immutable;
using Tradewind.Domain.Engine;
using Tradewind.Domain.Errors;
using Tradewind.Domain.Market;
using Tradewind.Domain.Strategies.MultiBucket;

namespace Tradewind.Domain.Strategies;

/// <summary>The strategies there are (backtest specification, section 3).</summary>
public static class StrategyCatalogue
{
    private const int LongestWindow = 10_000;

    /// <summary>All strategies, by id.</summary>
    public static ImmutableArray<StrategyDescriptor> All { get; } =
    [
        new()
        {
            Id = "bollinger",
            DisplayName = "Bollinger band mean reversion",
            Description = "Long at or below the lower band, short at or above the upper one, flat when the close is back at the middle.",
            Parameters =
            [
                Window("period", 20, "Bars of the bands.", least: 2), Number("width", "2", "Deviations from the middle to a band.", 0.01, 100),
            ],
            Build = (p, universe, instruments) => new BollingerStrategy(universe, instruments, p.Integer("period"), p.Number("width")),
        },
        new()
        {
            Id = "buy_and_hold",
            DisplayName = "Buy and hold",
            Description = "Long whenever flat.",
            Parameters = [],
            Build = (_, universe, instruments) => new BuyAndHoldStrategy(universe, instruments),
        },
        new()
        {
            Id = "credit_regime",
            DisplayName = "Credit and crypto risk regime",
            Description =
                "Long crypto in risk-on regimes of crypto and credit spreads, flat (or short) in risk-off ones, out of the market when the two "
                + "move in opposite risk directions, unchanged while neutral.",
            Parameters =
            [
                new("credit_instrument", ParameterKind.Text, "", "Credit index that leads; empty for the first credit instrument with the field."),
                new("credit_field", ParameterKind.Text, "OAS", "Field of the credit instrument."),
                Window("regime_lookback", 60, "Bars of the returns that make the regime."),
                Window("momentum_window", 20, "Bars of the returns that make the divergence."),
                Window("z_window", 60, "Bars of the divergence's z-score.", least: 2),
                Number("divergence_limit", "2", "|z| of opposite risk directions beyond which it stays out.", 0, 100),
                new("max_age", ParameterKind.Integer, "5", "Bars a credit value is carried forward.", 0, LongestWindow),
                new("allow_short", ParameterKind.Boolean, "false", "Short in risk-off regimes in place of flat."),
            ],
            NeedsCreditField = true,
            Build = BuildCreditRegime,
        },
        new()
        {
            Id = "ma_crossover",
            DisplayName = "Moving-average crossover",
            Description = "Long when the fast average crosses above the slow one, short (flat when long only) when it crosses below.",
            Parameters =
            [
                Window("fast", 10, "Bars of the fast average."), Window("slow", 30, "Bars of the slow average, more than fast."),
                new("long_only", ParameterKind.Boolean, "false", "Flat in place of short."),
            ],
            CrossChecks = p => p.Integer("fast") < p.Integer("slow")
                ? []
                : [new FieldViolation("parameters[fast]", $"must be less than slow ({p.Integer("slow")}), was {p.Integer("fast")}.")],
            Build = (p, universe, instruments) =>
                new MovingAverageCrossoverStrategy(universe, instruments, p.Integer("fast"), p.Integer("slow"), p.Boolean("long_only")),
        },
        new()
        {
            Id = "momentum",
            DisplayName = "Breakout momentum",
            Description = "Long above the highest high of the bars before, short below their lowest low.",
            Parameters = [Window("period", 20, "Bars before this one."), Number("buffer_percent", "0", "Percent beyond the range.", 0, 99)],
            Build = (p, universe, instruments) => new MomentumStrategy(universe, instruments, p.Integer("period"), p.Number("buffer_percent")),
        },
        new()
        {
            Id = "multi_bucket",
            DisplayName = "Multi-bucket crypto portfolio",
            Description =
                "Daily portfolio of crypto assets in four buckets, momentum, market residual, converging pairs and mean reversion, with a beta "
                + "hedge; sizes of equal risk under asset, cluster and bucket caps, less leverage while assets move together, stops, and a "
                + "drawdown circuit. It sizes its own orders and attributes the result by bucket.",
            Parameters = MultiBucketParameters.All,
            CrossChecks = MultiBucketParameters.Check,
            Build = (p, universe, instruments) =>
                new MultiBucketStrategy(MultiBucketUniverse.Of(p, universe, instruments), universe, MultiBucketParameters.Read(p)),
        },
        new()
        {
            Id = "rsi_mean_reversion",
            DisplayName = "RSI mean reversion",
            Description = "Long below the oversold level, short above the overbought one, flat when the index is back beyond 50.",
            Parameters =
            [
                Window("period", 14, "Bars of the index."), Number("oversold", "30", "Level below which it buys.", 0, 100),
                Number("overbought", "70", "Level above which it sells.", 0, 100),
            ],
            CrossChecks = p => p.Number("oversold") < p.Number("overbought")
                ? []
                : [new FieldViolation(
                    "parameters[oversold]", $"must be less than overbought ({p.Number("overbought")}), was {p.Number("oversold")}.")],
            Build = (p, universe, instruments) =>
                new RsiMeanReversionStrategy(universe, instruments, p.Integer("period"), p.Number("oversold"), p.Number("overbought")),
        },
    ];

    /// <summary>Descriptor of a strategy.</summary>
    /// <exception cref="NotFoundException">There is none of that id; the nearest one is suggested.</exception>
    public static StrategyDescriptor Describe(string id) =>
        All.FirstOrDefault(descriptor => descriptor.Id == id) ?? throw new NotFoundException("strategy", id, All.Select(descriptor => descriptor.Id));

    /// <summary>Makes a strategy with no past.</summary>
    /// <param name="id">Which.</param>
    /// <param name="parameters">Values by name in invariant text; what is left out has its default. Null for none.</param>
    /// <param name="universe">Universe of the session it will run in.</param>
    /// <param name="instruments">Instruments it looks at; null for every one with bars (credit regime: every crypto one).</param>
    /// <exception cref="NotFoundException">Unknown strategy or instrument.</exception>
    /// <exception cref="InvalidInputException">Wrong parameters, field <c>parameters[name]</c>; or an instrument without bars.</exception>
    public static IStrategy Create(
        string id, IReadOnlyDictionary<string, string>? parameters, TradingUniverse universe, IReadOnlyCollection<string>? instruments = null)
    {
        StrategyDescriptor descriptor = Describe(id);
        return descriptor.Build(StrategyParameters.Resolve(descriptor, parameters), universe, InstrumentSelection.Of(universe, instruments));
    }

    private static CreditRegimeStrategy BuildCreditRegime(StrategyParameters parameters, TradingUniverse universe, InstrumentSelection instruments)
    {
        InstrumentSelection crypto = instruments.Where(ordinal => universe.Instruments[ordinal].AssetClass.IsCrypto());
        if (crypto.IsEmpty)
        {
            throw new InvalidInputException(
                "STRATEGY_INSTRUMENTS_INVALID", "instruments", "credit_regime needs at least one crypto instrument with bars.");
        }

        return new CreditRegimeStrategy(universe, crypto, new CreditRegimeSettings(
            FindCreditField(parameters, universe), parameters.Integer("regime_lookback"), parameters.Integer("momentum_window"),
            parameters.Integer("z_window"), parameters.Number("divergence_limit"), parameters.Integer("max_age"), parameters.Boolean("allow_short")));
    }

    private static int FindCreditField(StrategyParameters parameters, TradingUniverse universe)
    {
        (string instrument, string field) = (parameters.Text("credit_instrument"), parameters.Text("credit_field"));
        if (instrument.Length == 0)
        {
            instrument = universe.Instruments
                .FirstOrDefault(candidate => candidate.AssetClass.IsCredit() && universe.FindField(new FieldKey(candidate.Id, field)) >= 0)?.Id
                ?? throw new InvalidInputException(
                    "STRATEGY_PARAMETERS_INVALID", "parameters[credit_instrument]",
                    $"no credit instrument with the field {field} is observed; name one.");
        }

        int found = universe.FindField(new FieldKey(instrument, field));
        return found >= 0
            ? found
            : throw new InvalidInputException(
                "STRATEGY_PARAMETERS_INVALID", universe.FindInstrument(instrument) < 0 ? "parameters[credit_instrument]" : "parameters[credit_field]",
                $"the field '{field}' of '{instrument}' is not observed; observed are: {string.Join(", ", universe.Fields)}.");
    }

    private static StrategyParameter Window(string name, int value, string documentation, int least = 1) =>
        new(name, ParameterKind.Integer, value.ToString(System.Globalization.CultureInfo.InvariantCulture), documentation, least, LongestWindow);

    private static StrategyParameter Number(string name, string value, string documentation, double least, double most) =>
        new(name, ParameterKind.Number, value, documentation, least, most);
}
