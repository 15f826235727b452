using System.Collections.Immutable;
using System.Globalization;
using Tradewind.Domain.Errors;

namespace Tradewind.Domain.Strategies.MultiBucket;

/// <summary>Parameters of the multi-bucket strategy with the published values as defaults, and their reading.</summary>
internal static class MultiBucketParameters
{
    public static ImmutableArray<StrategyParameter> All { get; } =
    [
        Text("universe", "", "Assets in the order that decides ties, by id or base symbol, separated by commas; empty for every crypto one but stablecoins."),
        Text("market_asset", "BTC", "Asset the residuals are measured against and the hedge is made in."),
        Text("factor_assets", "BTC,ETH", "Assets that get no residual sleeve."),
        Text("stablecoins", "USDT,USDC,DAI,TUSD,FDUSD", "Assets never traded."),
        Text("pairs", "", "Pairs as first:second, separated by commas; empty for those of ETH:BNB, ETH:HYPE, BTC:SUI, ENA:ETH that are there."),
        Text("horizons", "7,14,30", "Days of the three momentum returns, rising."),
        Text("weights", "0.5,0.3,0.2", "Weights of their z-scores, sum 1."),
        Whole("zscore_window", 180, "Days of the momentum z-scores.", 2, 1000),
        Whole("min_zscore_window", 120, "Values a z-score needs.", 2, 1000),
        Number("composite_threshold", 0.75, "Composite momentum above which it enters.", -10, 10),
        Number("composite_exit_threshold", 0.25, "Composite momentum below which it leaves.", -10, 10),
        Number("base_momentum_threshold", 0.04, "Return over the first horizon above which it enters, fraction.", -1, 10),
        Number("acceleration_threshold", 0, "Acceleration above which it enters.", -10, 10),
        Number("established_trend_threshold", 1.5, "Long z-score that stands in for acceleration.", -10, 10),
        Whole("acceleration_negative_days", 3, "Closes in a row without acceleration after which it leaves.", 1, 1000),
        Number("momentum_strength_exit", -0.5, "Momentum strength below which it leaves.", -1, 1),
        Text("momentum_strength_mode", "rsi_slope", "rsi_slope or up_day_fraction."),
        Whole("ms_lookback", 3, "Days of the slope of the strength index.", 1, 100),
        Number("ms_scale", 20, "Points of that slope that make a strength of 1.", 0.01, 1000),
        Whole("regression_window", 60, "Days of the regression on the market asset.", 3, 1000),
        Whole("residual_window", 20, "Days of the residual's z-score.", 2, 1000),
        Number("residual_threshold", 1, "Residual z-score beyond which it enters.", 0, 10),
        Text("residual_mode", "last", "last, or cumulative for residual momentum."),
        Number("residual_boost_threshold", 1.5, "Residual z-score beyond which the size is boosted.", 0, 10),
        Number("residual_boost_multiplier", 1.25, "The boost.", 1, 10),
        Number("beta_tolerance", 0.05, "|Σ weight × beta| from which it is hedged.", 0, 10),
        Flag("allow_hedge", true, "Hedges beta in the market asset; otherwise the heavier side shrinks."),
        Text("neutrality_scope", "residual", "residual or portfolio."),
        Number("mean_reversion_max_corr", 0.25, "Average correlation below which mean reversion enters.", -1, 1.01),
        Number("mean_reversion_exit_corr", 0.30, "Average correlation from which it leaves.", -1, 1.01),
        Number("overextension_threshold", 2, "Week's z-score above which it sells.", 0, 10),
        Number("oversold_threshold", -2, "Week's z-score below which it buys.", -10, 0),
        Number("mean_reversion_strength", 0.5, "Momentum strength a long needs.", -1, 1),
        Number("reversion_target", 0.5, "Week's z-score at which a short has arrived; a long at its negative.", -10, 10),
        Number("mean_reversion_short_limit", 0.30, "Shorts as a share of the bucket's cap.", 0, 1),
        Number("mean_reversion_size_multiplier", 0.5, "Size of the bucket's sleeves.", 0, 10),
        Whole("pair_zscore_window", 60, "Days of the spread's regression and z-score.", 3, 1000),
        Text("pair_space", "price", "price or log."),
        Number("pair_entry_threshold", 2, "|z| of the spread beyond which it enters.", 0, 100),
        Number("pair_exit_threshold", 0, "z of the spread at which it has converged.", -100, 100),
        Number("pair_partial_exit_threshold", 0.75, "|z| at which half is closed.", 0, 100),
        Number("pair_hard_stop_threshold", 3, "|z| at which it is stopped.", 0, 100),
        Number("pair_correlation_threshold", 0.65, "30-day correlation above which it enters.", -1, 1),
        Number("pair_correlation_decline_threshold", 0.05, "Fall of the 7-day correlation over 7 days from which it enters.", -2, 2),
        Number("pair_correlation_breakdown_threshold", 0.45, "30-day correlation below which it leaves.", -1, 1),
        Text("correlation_windows", "7,14,30,60", "Days of the average correlations."),
        Number("low_correlation_threshold", 0.15, "Average correlation up to which leverage is full.", -1, 1),
        Number("high_correlation_threshold", 0.50, "Average correlation from which leverage is least.", -1, 1),
        Number("leverage_reduction_factor", 0.4, "Least leverage.", 0, 1),
        Text("leverage_mode", "floored", "floored or interpolated."),
        Number("regime_shift_threshold", 0.10, "Rise of the average correlation in a day beyond which risk is off.", 0, 2),
        Number("risk_off_min_corr", 0.25, "Average correlation above which such a rise counts.", -1, 1),
        Number("breadth_collapse_threshold", 0.60, "Share of assets without momentum beyond which risk is off.", 0, 1),
        Number("breadth_cm", 0.25, "|Composite momentum| below which an asset has none.", 0, 10),
        Whole("risk_off_clear_days", 3, "Day without a trigger, counted from the last, that is normal again.", 1, 1000),
        Number("target_portfolio_vol", 0.15, "Annual risk shared by the positions, fraction.", 0.001, 10),
        Number("max_single_asset_exposure", 0.20, "Gross weight an asset may have.", 0.001, 10),
        Number("cluster_risk_multiplier", 1.2, "Weight of a cluster over that of one asset.", 0.01, 100),
        Number("cluster_correlation", 0.7, "30-day correlation that joins assets to a cluster.", -1, 1),
        Number("confidence_medium", 0.85, "Size at medium confidence.", 0, 10),
        Number("confidence_low", 0.7, "Size at low confidence.", 0, 10),
        Whole("vol_window", 30, "Days of an asset's volatility.", 2, 1000),
        Number("vol_floor", 0.05, "Least annual volatility, fraction.", 0.0001, 10),
        Number("periods_per_year", 365, "Days in a year.", 1, 366),
        Flag("scale_to_target_vol", false, "Shrinks new sizes when the book's expected volatility is above the target."),
        Number("min_trade", 10, "Least money of a new sleeve or a shrink.", 0, 1e12),
        Number("rebalance_band", 0.005, "Least weight of a new sleeve or a shrink.", 0, 1),
        Whole("atr_window", 14, "Days of the true range.", 1, 1000),
        Number("stop_loss_atr_multiplier", 2, "True ranges from entry to stop.", 0.01, 100),
        Number("trailing_stop_atr_multiplier", 1.5, "True ranges of the chandelier.", 0.01, 100),
        Text("trailing_mode", "step", "step or chandelier."),
        Whole("time_stop_days", 10, "Age at which a sleeve that has not moved is closed.", 1, 10_000),
        Number("time_stop_profit_threshold", 0.5, "Share of the target it must have made by then.", -100, 100),
        Number("drawdown_circuit_threshold", 0.08, "Drawdown beyond which the book is cut.", 0.0001, 1),
        Number("recovery_threshold", 0.04, "Drawdown at which new sizes are full again.", 0, 1),
        Number("second_circuit_threshold", 0, "Drawdown beyond which the book is cut once more while the circuit is tripped, 0.16 where it is used; 0 for never.", 0, 1),
        Number("position_size_reduction", 0.5, "What the circuit leaves of units and new sizes.", 0, 1),
        Number("momentum_long_target", 0.45, "Gross of the momentum bucket.", 0, 10),
        Number("residual_spread_target", 0.20, "Gross of the residual bucket.", 0, 10),
        Number("pair_convergence_target", 0.125, "Gross of the pair bucket.", 0, 10),
        Number("mean_reversion_target", 0.075, "Gross of the mean-reversion bucket.", 0, 10),
        Number("cash_target", 0.20, "Share of equity never invested; the four targets are scaled to the rest.", 0, 0.99),
    ];

    public static IEnumerable<FieldViolation> Check(StrategyParameters p)
    {
        foreach ((string name, string[] allowed) in Choices)
        {
            if (!allowed.Contains(p.Text(name)))
            {
                yield return new FieldViolation($"parameters[{name}]", $"must be {string.Join(" or ", allowed)}, was '{p.Text(name)}'.");
            }
        }

        ImmutableArray<double> weights = Numbers(p.Text("weights"));
        ImmutableArray<double> horizons = Numbers(p.Text("horizons"));
        if (horizons.Length != 3 || !IsRising(horizons))
        {
            yield return new FieldViolation("parameters[horizons]", $"must be three rising whole numbers up to 400, was '{p.Text("horizons")}'.");
        }

        if (weights.Length != horizons.Length || Math.Abs(weights.Sum() - 1) > 1e-9)
        {
            yield return new FieldViolation("parameters[weights]", $"must be as many numbers as horizons with sum 1, was '{p.Text("weights")}'.");
        }

        if (!IsRising(Numbers(p.Text("correlation_windows"))))
        {
            yield return new FieldViolation("parameters[correlation_windows]", "must be rising whole numbers from 2 to 400.");
        }

        (string Low, string High)[] ordered =
        [
            ("low_correlation_threshold", "high_correlation_threshold"), ("pair_exit_threshold", "pair_partial_exit_threshold"),
            ("pair_partial_exit_threshold", "pair_entry_threshold"), ("pair_entry_threshold", "pair_hard_stop_threshold"),
            ("recovery_threshold", "drawdown_circuit_threshold"), ("composite_exit_threshold", "composite_threshold"),
        ];
        foreach ((string low, string high) in ordered)
        {
            if (!(p.Number(low) < p.Number(high)))
            {
                yield return new FieldViolation($"parameters[{low}]", $"must be less than {high} ({p.Text(high)}), was {p.Text(low)}.");
            }
        }

        if (p.Integer("min_zscore_window") > p.Integer("zscore_window"))
        {
            yield return new FieldViolation("parameters[min_zscore_window]", "must be at most zscore_window.");
        }

        if (p.Integer("residual_window") > p.Integer("regression_window"))
        {
            yield return new FieldViolation("parameters[residual_window]", "must be at most regression_window.");
        }

        if (p.Number("second_circuit_threshold") > 0 && p.Number("second_circuit_threshold") <= p.Number("drawdown_circuit_threshold"))
        {
            yield return new FieldViolation(
                "parameters[second_circuit_threshold]",
                $"must be 0 or more than drawdown_circuit_threshold ({p.Text("drawdown_circuit_threshold")}), was {p.Text("second_circuit_threshold")}.");
        }

        if (TargetSum(p) <= 0)
        {
            yield return new FieldViolation("parameters[momentum_long_target]", "at least one bucket needs a target above 0.");
        }
    }

    public static MultiBucketSettings Read(StrategyParameters p) => new()
    {
        Horizons = [.. Numbers(p.Text("horizons")).Select(value => (int)value)],
        Weights = Numbers(p.Text("weights")),
        ScoreWindow = p.Integer("zscore_window"),
        LeastScoreWindow = p.Integer("min_zscore_window"),
        CompositeEntry = p.Number("composite_threshold"),
        CompositeExit = p.Number("composite_exit_threshold"),
        BaseMomentum = p.Number("base_momentum_threshold"),
        Acceleration = p.Number("acceleration_threshold"),
        EstablishedTrend = p.Number("established_trend_threshold"),
        AccelerationDays = p.Integer("acceleration_negative_days"),
        StrengthExit = p.Number("momentum_strength_exit"),
        StrengthByUpDays = p.Text("momentum_strength_mode") == "up_day_fraction",
        StrengthLookback = p.Integer("ms_lookback"),
        StrengthScale = p.Number("ms_scale"),
        RegressionWindow = p.Integer("regression_window"),
        ResidualWindow = p.Integer("residual_window"),
        ResidualEntry = p.Number("residual_threshold"),
        ResidualCumulative = p.Text("residual_mode") == "cumulative",
        ResidualBoostFrom = p.Number("residual_boost_threshold"),
        ResidualBoost = p.Number("residual_boost_multiplier"),
        BetaTolerance = p.Number("beta_tolerance"),
        AllowHedge = p.Boolean("allow_hedge"),
        NeutralizeAll = p.Text("neutrality_scope") == "portfolio",
        ReversionMaxCorrelation = p.Number("mean_reversion_max_corr"),
        ReversionExitCorrelation = p.Number("mean_reversion_exit_corr"),
        Overextension = p.Number("overextension_threshold"),
        Oversold = p.Number("oversold_threshold"),
        ReversionStrength = p.Number("mean_reversion_strength"),
        ReversionTarget = p.Number("reversion_target"),
        ReversionShortShare = p.Number("mean_reversion_short_limit"),
        ReversionSize = p.Number("mean_reversion_size_multiplier"),
        PairWindow = p.Integer("pair_zscore_window"),
        PairInLogs = p.Text("pair_space") == "log",
        PairEntry = p.Number("pair_entry_threshold"),
        PairExit = p.Number("pair_exit_threshold"),
        PairPartialExit = p.Number("pair_partial_exit_threshold"),
        PairHardStop = p.Number("pair_hard_stop_threshold"),
        PairCorrelation = p.Number("pair_correlation_threshold"),
        PairCorrelationDecline = p.Number("pair_correlation_decline_threshold"),
        PairCorrelationBreakdown = p.Number("pair_correlation_breakdown_threshold"),
        CorrelationWindows = [.. Numbers(p.Text("correlation_windows")).Select(value => (int)value)],
        LowCorrelation = p.Number("low_correlation_threshold"),
        HighCorrelation = p.Number("high_correlation_threshold"),
        LeastLeverage = p.Number("leverage_reduction_factor"),
        LeverageInterpolated = p.Text("leverage_mode") == "interpolated",
        RegimeShift = p.Number("regime_shift_threshold"),
        RiskOffCorrelation = p.Number("risk_off_min_corr"),
        BreadthCollapse = p.Number("breadth_collapse_threshold"),
        BreadthComposite = p.Number("breadth_cm"),
        RiskOffClearDays = p.Integer("risk_off_clear_days"),
        TargetVolatility = p.Number("target_portfolio_vol"),
        MaxAsset = p.Number("max_single_asset_exposure"),
        ClusterMultiplier = p.Number("cluster_risk_multiplier"),
        ClusterCorrelation = p.Number("cluster_correlation"),
        ConfidenceMedium = p.Number("confidence_medium"),
        ConfidenceLow = p.Number("confidence_low"),
        VolatilityWindow = p.Integer("vol_window"),
        VolatilityFloor = p.Number("vol_floor"),
        DaysPerYear = p.Number("periods_per_year"),
        ScaleToTarget = p.Boolean("scale_to_target_vol"),
        LeastTrade = p.Number("min_trade"),
        RebalanceBand = p.Number("rebalance_band"),
        AtrWindow = p.Integer("atr_window"),
        StopAtr = p.Number("stop_loss_atr_multiplier"),
        TrailAtr = p.Number("trailing_stop_atr_multiplier"),
        TrailChandelier = p.Text("trailing_mode") == "chandelier",
        TimeStopDays = p.Integer("time_stop_days"),
        TimeStopProfit = p.Number("time_stop_profit_threshold"),
        CircuitDrawdown = p.Number("drawdown_circuit_threshold"),
        CircuitRecovery = p.Number("recovery_threshold"),
        CircuitReduction = p.Number("position_size_reduction"),
        SecondCircuitDrawdown = p.Number("second_circuit_threshold"),
        MomentumTarget = p.Number("momentum_long_target"),
        ResidualTarget = p.Number("residual_spread_target"),
        PairTarget = p.Number("pair_convergence_target"),
        MeanReversionTarget = p.Number("mean_reversion_target"),
        Cash = p.Number("cash_target"),
    };

    private static readonly (string Name, string[] Allowed)[] Choices =
    [
        ("momentum_strength_mode", ["rsi_slope", "up_day_fraction"]), ("residual_mode", ["last", "cumulative"]),
        ("neutrality_scope", ["residual", "portfolio"]), ("pair_space", ["price", "log"]),
        ("leverage_mode", ["floored", "interpolated"]), ("trailing_mode", ["step", "chandelier"]),
    ];

    private static double TargetSum(StrategyParameters p) =>
        p.Number("momentum_long_target") + p.Number("residual_spread_target") + p.Number("pair_convergence_target") + p.Number("mean_reversion_target");

    private static bool IsRising(ImmutableArray<double> values) =>
        values.Length > 0 && values.All(value => value is >= 2 and <= 400 && value == Math.Floor(value))
        && Enumerable.Range(1, values.Length - 1).All(i => values[i] > values[i - 1]);

    // What is no number makes the whole list empty, which no rule accepts.
    private static ImmutableArray<double> Numbers(string text)
    {
        List<double> numbers = [];
        foreach (string part in text.Split(','))
        {
            if (!double.TryParse(part, NumberStyles.Float, CultureInfo.InvariantCulture, out double number) || !double.IsFinite(number))
            {
                return [];
            }

            numbers.Add(number);
        }

        return [.. numbers];
    }

    private static StrategyParameter Text(string name, string value, string documentation) => new(name, ParameterKind.Text, value, documentation);

    private static StrategyParameter Flag(string name, bool value, string documentation) =>
        new(name, ParameterKind.Boolean, value ? "true" : "false", documentation);

    private static StrategyParameter Whole(string name, int value, string documentation, double least, double most) =>
        new(name, ParameterKind.Integer, value.ToString(CultureInfo.InvariantCulture), documentation, least, most);

    private static StrategyParameter Number(string name, double value, string documentation, double least, double most) =>
        new(name, ParameterKind.Number, value.ToString("R", CultureInfo.InvariantCulture), documentation, least, most);
}
