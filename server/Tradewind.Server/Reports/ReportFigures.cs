using System.Globalization;
using Tradewind.Server.Mapping;
using Tradewind.V1;

namespace Tradewind.Server.Reports;

/// <summary>The figures of a report in sections, as text. Undefined figures are a dash, never 0.</summary>
internal static class ReportFigures
{
    private const string Absent = "-";

    /// <summary>Sections in order: name, and lines of label and value.</summary>
    public static IReadOnlyList<(string Section, IReadOnlyList<(string Label, string Value)> Lines)> Of(ReportData data)
    {
        PerformanceMetrics metrics = data.Backtest.Metrics ?? new PerformanceMetrics();
        TradingCosts costs = data.Backtest.Costs ?? new TradingCosts();
        List<(string, IReadOnlyList<(string, string)>)> sections =
        [
            ("Period",
            [
                ("First", Time(data.Backtest.FirstTime)), ("Last", Time(data.Backtest.LastTime)), ("Bars", Count(metrics.BarCount)),
                ("Periods per year", Number(metrics.PeriodsPerYear, 0)),
            ]),
            ("Returns",
            [
                ("Total Return", Money(metrics.TotalReturn)), ("Total Return %", Percent(metrics.TotalReturnFraction)),
                ("Annualized Return", Percent(metrics.HasAnnualizedReturnFraction ? metrics.AnnualizedReturnFraction : null)),
                ("CAGR", Percent(metrics.HasCagrFraction ? metrics.CagrFraction : null)),
            ]),
            ("Risk",
            [
                ("Annualized Volatility", Percent(metrics.HasAnnualizedVolatilityFraction ? metrics.AnnualizedVolatilityFraction : null)),
                ("Max Drawdown", Percent(metrics.MaxDrawdownFraction)), ("Longest Drawdown", $"{Count(metrics.MaxDrawdownDurationBars)} bars"),
                ("Recovery", metrics.HasRecoveryBars ? $"{Count(metrics.RecoveryBars)} bars" : Absent),
                ("Downside Volatility", Percent(metrics.HasDownsideVolatilityFraction ? metrics.DownsideVolatilityFraction : null)),
                ("Average Drawdown", Percent(metrics.HasAverageDrawdownFraction ? metrics.AverageDrawdownFraction : null)),
                ("VaR 95 %", Percent(metrics.HasVar95Fraction ? metrics.Var95Fraction : null)),
                ("CVaR 95 %", Percent(metrics.HasCvar95Fraction ? metrics.Cvar95Fraction : null)),
                ("Skewness", Number(metrics.HasSkewness ? metrics.Skewness : null, 2)),
                ("Excess Kurtosis", Number(metrics.HasExcessKurtosis ? metrics.ExcessKurtosis : null, 2)),
            ]),
            ("Risk-adjusted",
            [
                ("Sharpe Ratio", Number(metrics.HasSharpeRatio ? metrics.SharpeRatio : null, 2)),
                ("Sortino Ratio", Number(metrics.HasSortinoRatio ? metrics.SortinoRatio : null, 2)),
                ("Calmar Ratio", Number(metrics.HasCalmarRatio ? metrics.CalmarRatio : null, 2)),
                ("Omega Ratio", Number(metrics.HasOmegaRatio ? metrics.OmegaRatio : null, 2)),
                ("Probabilistic Sharpe", Percent(metrics.HasProbabilisticSharpeRatio ? metrics.ProbabilisticSharpeRatio : null)),
                ("Risk-free Rate", Percent(metrics.RiskFreeRate)),
            ]),
            ("Trading",
            [
                ("Trades", Count(metrics.TradeCount)), ("Win Rate", Percent(metrics.HasWinRateFraction ? metrics.WinRateFraction : null)),
                ("Profit Factor", Number(metrics.HasProfitFactor ? metrics.ProfitFactor : null, 2)),
                ("Average Win", metrics.HasAverageWin ? Money(metrics.AverageWin) : Absent), ("Average Loss", metrics.HasAverageLoss ? Money(metrics.AverageLoss) : Absent),
                ("Payoff Ratio", Number(metrics.HasPayoffRatio ? metrics.PayoffRatio : null, 2)),
                ("Expectancy", metrics.HasExpectancy ? Money(metrics.Expectancy) : Absent),
                ("SQN", Number(metrics.HasSqn ? metrics.Sqn : null, 2)), ("Exposure", Percent(metrics.ExposureFraction)),
                ("Annual Turnover", Number(metrics.HasAnnualTurnover ? metrics.AnnualTurnover : null, 1)),
                ("Cash Costs", Money(costs.CashCosts)), ("Slippage in Prices", Money(costs.SlippageInPrices)),
            ]),
        ];
        if (Holding(data.Backtest, costs) is { Count: > 0 } holding)
        {
            sections.Add(("Holding positions", holding));
        }

        if (metrics.Benchmark is { } benchmark)
        {
            sections.Add(($"Against {data.Backtest.Spec?.Benchmark?.InstrumentId}",
            [
                ("Alpha", Percent(benchmark.HasAlphaFraction ? benchmark.AlphaFraction : null)), ("Beta", Number(benchmark.HasBeta ? benchmark.Beta : null, 2)),
                ("Information Ratio", Number(benchmark.HasInformationRatio ? benchmark.InformationRatio : null, 2)),
                ("Tracking Error", Percent(benchmark.HasTrackingErrorFraction ? benchmark.TrackingErrorFraction : null)),
                ("R Squared", Number(benchmark.HasRSquared ? benchmark.RSquared : null, 2)),
            ]));
        }

        if (data.Backtest.Exposure is { } exposure)
        {
            List<(string, string)> lines =
            [
                ("Mean Long", Percent(exposure.AverageLongFraction)), ("Mean Short", Percent(exposure.AverageShortFraction)),
                ("Mean Net", Percent(exposure.AverageNetFraction)), ("Mean Gross", Percent(exposure.AverageGrossFraction)),
            ];
            if (data.Backtest.Capacity is { } capacity)
            {
                lines.Add(($"Capacity, {Number(capacity.ParticipationLimit * 100, 0)} % of Volume", Money(capacity.Capacity)));
            }

            sections.Add(("Exposure and capacity", lines));
        }

        if (data.Backtest.Attribution is { } attribution)
        {
            sections.Add(("Profit by bucket", [.. attribution.Buckets.Select(bucket => (bucket.Bucket, Bucket(bucket)))]));
            sections.Add(("Buckets",
            [
                ("Days, risk off, circuit", $"{Count(attribution.DayCount)}, {Count(attribution.RiskOffDayCount)}, {Count(attribution.CircuitDayCount)}"),
                ("Mean |beta| kept neutral", Number(attribution.MeanAbsoluteBeta, 3)), ("Days neutral", Percent(attribution.NeutralFraction)),
                ("Information ratio", Number(attribution.HasInformationRatio ? attribution.InformationRatio : null, 2)),
            ]));
        }

        if (data.MonteCarlo is { } drawn)
        {
            sections.Add(("Monte Carlo", MonteCarlo(drawn)));
        }

        return sections;
    }

    // Few accounts borrow, hold perpetuals, trade on margin or roll: the section is there for those that do.
    private static List<(string, string)> Holding(Backtest backtest, TradingCosts costs)
    {
        List<(string, string)> lines = [];
        if (costs.Borrow is not ("" or "0"))
        {
            lines.Add(("Borrow Fees", Money(costs.Borrow)));
        }

        if (costs.Funding is not ("" or "0"))
        {
            lines.Add(("Funding", Money(costs.Funding)));
        }

        if (backtest.Spec?.Settings?.Margin is not null || backtest.MarginCalls.Count > 0)
        {
            lines.Add(("Margin Calls", Count(backtest.MarginCalls.Count)));
        }

        if (backtest.Rolls.Count > 0)
        {
            lines.Add(("Contract Rolls", Count(backtest.Rolls.Count)));
            lines.Add(("Cost of Rolls", Money(backtest.Rolls.Sum(roll => double.Parse(roll.Cost, CultureInfo.InvariantCulture)))));
        }

        return lines;
    }

    /// <summary>Percent with two decimals.</summary>
    public static string Percent(double? fraction) =>
        fraction is { } value && double.IsFinite(value) ? (value * 100).ToString("0.00", CultureInfo.InvariantCulture) + " %" : Absent;

    /// <summary>Whole money with thousands separated.</summary>
    public static string Money(double value) => value.ToString("#,0", CultureInfo.InvariantCulture);

    private static string Bucket(BucketAttribution bucket) =>
        $"{Money(bucket.Profit)} ({Count(bucket.ClosedTradeCount)} closed, {Percent(bucket.HasHitRateFraction ? bucket.HitRateFraction : null)} won)";

    private static List<(string, string)> MonteCarlo(MonteCarloResult drawn) =>
    [
        ("Paths", Count(drawn.Spec.SimulationCount)),
        ("Drawn from", $"{Count(drawn.ObservationCount)} {drawn.Spec.Source.ToString().ToLowerInvariant()}"),
        ("Block size", Count(drawn.Spec.BlockSize)),
        ("Return, 5th Percentile", Percent(drawn.TotalReturnFraction.Low)), ("Return, Median", Percent(drawn.TotalReturnFraction.Median)),
        ("Return, 95th Percentile", Percent(drawn.TotalReturnFraction.High)),
        ("Drawdown, Median", Percent(-drawn.MaxDrawdownFraction.Median)), ("Drawdown, Worst 5 %", Percent(-drawn.MaxDrawdownFraction.High)),
        ("Loss Probability", Percent(drawn.LossProbability)),
        ("Ruin Drawdown", Percent(-drawn.Spec.RuinDrawdownFraction)), ("Ruin Probability", Percent(drawn.RuinProbability)),
        ("Sign-flip p-value", Number(drawn.HasSignFlipPValue ? drawn.SignFlipPValue : null, 4)),
    ];

    private static string Money(string text) =>
        decimal.TryParse(text, NumberStyles.Number, CultureInfo.InvariantCulture, out decimal value) ? value.ToString("#,0", CultureInfo.InvariantCulture) : Absent;

    /// <summary>A number with digits after the point.</summary>
    public static string Number(double? value, int digits) =>
        value is { } number && double.IsFinite(number) ? number.ToString("N" + digits.ToString(CultureInfo.InvariantCulture), CultureInfo.InvariantCulture) : Absent;

    private static string Count(long count) => count.ToString("N0", CultureInfo.InvariantCulture);

    private static string Time(Google.Protobuf.WellKnownTypes.Timestamp? time) =>
        time is null ? Absent : Domain.Market.UnixTime.Format(ProtoTime.ToNanoseconds(time, "time"));
}
