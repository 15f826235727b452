using System.Collections.Immutable;
using System.Globalization;
using Tradewind.Domain.Engine;
using Tradewind.Domain.Errors;
using Tradewind.Domain.Market;
using Tradewind.Domain.Strategies.Forecasts;
using Tradewind.Domain.Strategies.Vix;
using static Tradewind.Domain.Strategies.ParameterOf;

namespace Tradewind.Domain.Strategies.Catalogue;

/// <summary>Strategies that decide on an instrument by something they do not trade: a credit spread, the VIX, the forecasts of a model.</summary>
internal static class CrossAssetStrategies
{
    private const string Invalid = "STRATEGY_PARAMETERS_INVALID";

    private static readonly StrategyParameter s_creditInstrument =
        Text("credit_instrument", "", "Credit index that leads; empty for the first credit instrument with the field.");

    private static readonly StrategyParameter s_creditField = Text("credit_field", "OAS", "Field of the credit instrument.");

    private static readonly StrategyParameter s_maxAge = Whole("max_age", 5, "Bars a credit value is carried forward.", 0, LongestWindow);

    private static readonly StrategyParameter s_vixInstrument =
        Text("vix_instrument", "", "Instrument of the VIX, with bars or a field; empty for the first whose id holds VIX.");

    private static readonly StrategyParameter s_vixField = Text("vix_field", "", "Its field where it has no bars; empty for its only one.");

    public static ImmutableArray<StrategyDescriptor> All { get; } =
    [
        new()
        {
            Id = "credit_divergence",
            DisplayName = "Divergence of crypto and credit",
            Description =
                "Short (or flat) when crypto rises while credit spreads widen, long when it falls while they tighten, flat when the two are no "
                + "longer apart.",
            Parameters =
            [
                s_creditInstrument, s_creditField, Window("return_window", 20, "Bars of the returns."),
                Window("z_window", 60, "Bars of the z-score.", least: 2),
                Number("entry", 2, "|z| of the sum of both returns beyond which it trades.", 0, 100),
                Number("exit", 0.5, "|z| at which the two are no longer apart.", 0, 100), s_maxAge,
                Flag("long_only", false, "Flat in place of short."),
            ],
            NeedsCreditField = true,
            CrossChecks = p => p.Number("exit") < p.Number("entry")
                ? []
                : [new FieldViolation("parameters[exit]", $"must be less than entry ({p.Text("entry")}), was {p.Text("exit")}.")],
            Build = (p, universe, instruments) => new CreditDivergenceStrategy(
                universe, Crypto("credit_divergence", universe, instruments), new CreditDivergenceSettings(
                    FindCreditField(p, universe), p.Integer("return_window"), p.Integer("z_window"), p.Number("entry"), p.Number("exit"),
                    p.Integer("max_age"), p.Boolean("long_only"))),
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
                s_creditInstrument, s_creditField, Window("regime_lookback", 60, "Bars of the returns that make the regime."),
                Window("momentum_window", 20, "Bars of the returns that make the divergence."),
                Window("z_window", 60, "Bars of the divergence's z-score.", least: 2),
                Number("divergence_limit", 2, "|z| of opposite risk directions beyond which it stays out.", 0, 100), s_maxAge,
                Flag("allow_short", false, "Short in risk-off regimes in place of flat."),
            ],
            NeedsCreditField = true,
            Build = (p, universe, instruments) => new CreditRegimeStrategy(
                universe, Crypto("credit_regime", universe, instruments), new CreditRegimeSettings(
                    FindCreditField(p, universe), p.Integer("regime_lookback"), p.Integer("momentum_window"), p.Integer("z_window"),
                    p.Number("divergence_limit"), p.Integer("max_age"), p.Boolean("allow_short"))),
        },
        new()
        {
            Id = "flight_to_quality",
            DisplayName = "Flight to quality",
            Description =
                "Leaves crypto (or goes short) when it falls while the spreads of a high-quality index tighten, and is long again when that has passed.",
            Parameters =
            [
                s_creditInstrument, s_creditField, Window("return_window", 20, "Rows of the returns."),
                Window("z_window", 60, "Rows of the z-score.", least: 2), Number("entry", 2, "z above which it leaves; the published alert.", -100, 100),
                Number("exit", 0, "z below which it is long, less than entry.", -100, 100), s_maxAge,
                Flag("allow_short", false, "Short in place of flat."),
            ],
            NeedsCreditField = true,
            CrossChecks = p => p.Number("exit") < p.Number("entry")
                ? []
                : [new FieldViolation("parameters[exit]", $"must be less than entry ({p.Text("entry")}), was {p.Text("exit")}.")],
            Build = (p, universe, instruments) => new FlightToQualityStrategy(
                universe, Crypto("flight_to_quality", universe, instruments), new FlightToQualitySettings(
                    FindCreditField(p, universe), p.Integer("return_window"), p.Integer("z_window"), p.Number("entry"), p.Number("exit"),
                    p.Integer("max_age"), p.Boolean("allow_short"))),
        },
        new()
        {
            Id = StrategyCatalogue.Model,
            DisplayName = "Forecasts of a trained model",
            Description =
                "Trades the target of a trained model by its forecasts: in when the predicted return is beyond a threshold and out after the horizon, or "
                + "in and out by its sign. Forecasts of rows the model was fitted on are refused unless they are asked for.",
            Parameters =
            [
                Text("model_id", "", "Id of the model."), Whole("horizon", 0, "Horizon of the model in rows; 0 for its first.", 0, LongestWindow),
                Text(
                    "predictions", "out_of_sample",
                    "out_of_sample: the model as it is, on rows after those it was fitted on; walk_forward: those its validation made out of sample; "
                    + "in_sample: the model as it is on all rows, labelled so."),
                Text("instrument", "", "Instrument that is traded; empty for the one whose close the model predicts."),
                Text("rule", "threshold", "threshold or sign."),
                Number("forecast_threshold", 0.01, "Predicted return beyond which it trades, fraction.", 0, 10),
                Whole("hold_bars", 0, "Bars a position is held; 0 for the horizon.", 0, LongestWindow),
                Flag("allow_short", false, "Short on predicted falls."),
            ],
            NeedsModel = true,
            CrossChecks = CheckModel,
            Build = BuildModel,
        },
        new()
        {
            Id = "vix_correlation",
            DisplayName = "VIX correlation",
            Description =
                "Buys when the VIX spikes or the price's correlation with it is clearly negative, sells when it collapses or the correlation is clearly "
                + "positive, each where the level of the VIX, the RSI and the way already gone agree; with a size, a stop and a target of its own.",
            Parameters =
            [
                s_vixInstrument, s_vixField, Window("lookback", 180, "Rows of the VIX's percentile and of dynamic thresholds.", least: 2),
                Text("windows", "14,21,30", "Rows of the correlations."), Whole("max_lag", 3, "Largest lag of the VIX behind the price, rows.", 0, 20),
                Number("threshold", 0.4, "|Correlation| that counts as clear.", 0, 1),
                Flag("dynamic_thresholds", false, "Takes the 20th and 80th percentile of past correlations in place of the threshold."),
                Whole("min_agreement_windows", 2, "Windows whose own best lag has to pass.", 1, 20),
                Flag("percentile_fallback", false, "Trades on the VIX's percentile where nothing else decides."),
                Number("vix_min_long", 18, "Least VIX to buy.", 0, 1000), Number("vix_min_short", 20, "Least VIX to sell.", 0, 1000),
                Number("rsi_max_long", 55, "Largest RSI to buy.", 0, 100), Number("rsi_min_short", 45, "Least RSI to sell.", 0, 100),
                Number("min_drawdown", 0.03, "Least fall from the highest of 14 closes to buy, fraction.", 0, 1),
                Number("min_rise", 0.03, "Least rise from the lowest of 14 closes to sell, fraction.", 0, 100),
                Number("size", 0.02, "Share of equity before VIX and volatility are counted.", 0.0001, 1),
            ],
            CrossChecks = p => p.Integer("min_agreement_windows") <= (Windows(p.Text("windows"))?.Length ?? 0)
                ? []
                : [new FieldViolation(
                    "parameters[windows]", $"must be whole numbers from 2 to 1000, at least min_agreement_windows of them, was '{p.Text("windows")}'.")],
            Build = (p, universe, instruments) =>
            {
                ReferenceInput vix = Vix(p, universe);
                return new VixCorrelationStrategy(universe, Traded("vix_correlation", instruments, vix), vix, new VixCorrelationSettings
                {
                    Lookback = p.Integer("lookback"),
                    Windows = Windows(p.Text("windows")) ?? [],
                    MaxLag = p.Integer("max_lag"),
                    Threshold = p.Number("threshold"),
                    DynamicThresholds = p.Boolean("dynamic_thresholds"),
                    MinWindows = p.Integer("min_agreement_windows"),
                    PercentileFallback = p.Boolean("percentile_fallback"),
                    VixMinLong = p.Number("vix_min_long"),
                    VixMinShort = p.Number("vix_min_short"),
                    RsiMaxLong = p.Number("rsi_max_long"),
                    RsiMinShort = p.Number("rsi_min_short"),
                    MinDrawdown = p.Number("min_drawdown"),
                    MinRise = p.Number("min_rise"),
                    Size = p.Number("size"),
                });
            },
        },
        new()
        {
            Id = "vix_mean_reversion",
            DisplayName = "VIX-spike mean reversion",
            Description = "Buys what has fallen while the VIX is high, with a size, a stop and a target of its own. Long only.",
            Parameters =
            [
                s_vixInstrument, s_vixField, Number("vix_threshold", 20, "VIX above which it buys.", 0, 1000),
                Number("drawdown_threshold", 0.07, "Fall from the highest close beyond which it buys, fraction.", 0, 1),
                Window("lookback", 14, "Bars of that highest close and of the VIX's percentile.", least: 2),
                Number("size", 0.025, "Share of equity before VIX and confidence are counted.", 0.0001, 1),
                Number("max_size", 0.05, "Largest share of equity.", 0.0001, 1), Whole("max_age", 5, "Bars a VIX is carried forward.", 0, LongestWindow),
                Flag("exact_recovery", false, "Puts the target where exactly 60 % of the fall is recovered."),
            ],
            Build = (p, universe, instruments) =>
            {
                ReferenceInput vix = Vix(p, universe);
                return new VixMeanReversionStrategy(universe, Traded("vix_mean_reversion", instruments, vix), vix, new VixMeanReversionSettings(
                    p.Number("vix_threshold"), p.Number("drawdown_threshold"), p.Integer("lookback"), p.Number("size"), p.Number("max_size"),
                    p.Integer("max_age"), p.Boolean("exact_recovery")));
            },
        },
    ];

    private static ReferenceInput Vix(StrategyParameters p, TradingUniverse universe) => ReferenceInput.Of(
        universe, p.Text("vix_instrument"), p.Text("vix_field"), "vix_instrument", id => id.Contains("VIX", StringComparison.OrdinalIgnoreCase));

    // The VIX is looked at, not traded, also where it has bars.
    private static InstrumentSelection Traded(string strategy, InstrumentSelection instruments, ReferenceInput vix)
    {
        InstrumentSelection traded = instruments.Where(ordinal => ordinal != vix.Instrument);
        return traded.IsEmpty
            ? throw new InvalidInputException("STRATEGY_INSTRUMENTS_INVALID", "instruments", $"{strategy} needs an instrument with bars besides the VIX.")
            : traded;
    }

    private static InstrumentSelection Crypto(string strategy, TradingUniverse universe, InstrumentSelection instruments)
    {
        InstrumentSelection crypto = instruments.Where(ordinal => universe.Instruments[ordinal].AssetClass.IsCrypto());
        return crypto.IsEmpty
            ? throw new InvalidInputException(
                "STRATEGY_INSTRUMENTS_INVALID", "instruments", $"{strategy} needs at least one crypto instrument with bars.")
            : crypto;
    }

    private static int FindCreditField(StrategyParameters parameters, TradingUniverse universe)
    {
        (string instrument, string field) = (parameters.Text("credit_instrument"), parameters.Text("credit_field"));
        if (instrument.Length == 0)
        {
            instrument = universe.Instruments
                .FirstOrDefault(candidate => candidate.AssetClass.IsCredit() && universe.FindField(new FieldKey(candidate.Id, field)) >= 0)?.Id
                ?? throw new InvalidInputException(
                    Invalid, "parameters[credit_instrument]", $"no credit instrument with the field {field} is observed; name one.");
        }

        int found = universe.FindField(new FieldKey(instrument, field));
        return found >= 0
            ? found
            : throw new InvalidInputException(
                Invalid, universe.FindInstrument(instrument) < 0 ? "parameters[credit_instrument]" : "parameters[credit_field]",
                $"the field '{field}' of '{instrument}' is not observed; observed are: {string.Join(", ", universe.Fields)}.");
    }

    private static ImmutableArray<int>? Windows(string text)
    {
        List<int> windows = [];
        foreach (string part in text.Split(',', StringSplitOptions.TrimEntries))
        {
            if (!int.TryParse(part, NumberStyles.None, CultureInfo.InvariantCulture, out int window) || window is < 2 or > 1000)
            {
                return null;
            }

            windows.Add(window);
        }

        return [.. windows];
    }

    private static IEnumerable<FieldViolation> CheckModel(StrategyParameters p)
    {
        if (p.Text("model_id").Length == 0)
        {
            yield return new FieldViolation("parameters[model_id]", "is required: the id of a trained model.");
        }

        if (p.Text("predictions") is not ("out_of_sample" or "walk_forward" or "in_sample"))
        {
            yield return new FieldViolation("parameters[predictions]", $"must be out_of_sample, walk_forward or in_sample, was '{p.Text("predictions")}'.");
        }

        if (p.Text("rule") is not ("threshold" or "sign"))
        {
            yield return new FieldViolation("parameters[rule]", $"must be threshold or sign, was '{p.Text("rule")}'.");
        }
    }

    private static ForecastStrategy BuildModel(StrategyParameters p, TradingUniverse universe, InstrumentSelection instruments)
    {
        string model = p.Text("model_id"), forecasts = ModelForecasts.InstrumentOf(model);
        int returns = universe.FindField(new FieldKey(forecasts, ModelForecasts.PredictedReturn));
        int horizon = universe.FindField(new FieldKey(forecasts, ModelForecasts.Horizon));
        if (returns < 0 || horizon < 0)
        {
            throw new InvalidInputException(
                Invalid, "parameters[model_id]", $"the forecasts of '{model}' are not among the inputs here; backtests, signals and sessions bring them along.");
        }

        string named = p.Text("instrument");
        int traded = named.Length > 0 ? universe.OrdinalOf(named) : instruments.Ordinals.Length == 1 ? instruments.Ordinals[0] : -1;
        return traded >= 0 && universe.Tradable[traded]
            ? new ForecastStrategy(model, p.Text("predictions"), new ForecastSettings(
                traded, returns, horizon, p.Text("rule") == "sign", p.Number("forecast_threshold"), p.Integer("hold_bars"), p.Boolean("allow_short")))
            : throw new InvalidInputException(Invalid, "parameters[instrument]", "must name an instrument with bars; there are several, or it has none.");
    }
}
