using Tradewind.Cli.Output;
using Tradewind.Client;
using Tradewind.V1;

namespace Tradewind.Cli.Commands;

/// <summary>Backtests for people.</summary>
internal static class BacktestView
{
    public static void Write(Terminal terminal, Backtest backtest, ColumnTable equity)
    {
        terminal.Line($"Backtest {backtest.Id}: {backtest.Spec?.Strategy?.StrategyId} {Wording.Label(backtest.Simulated)}".TrimEnd());
        PerformanceMetrics metrics = backtest.Metrics ?? new PerformanceMetrics();
        terminal.Line(
            $"{Wording.Time(backtest.FirstTime)} to {Wording.Time(backtest.LastTime)}, {Wording.Count(metrics.BarCount, "bar")}, " +
            $"{Wording.Count(backtest.SignalCount, "signal")}, {Wording.Count(backtest.OrderCount, "order")}, {Wording.Count(backtest.FillCount, "fill")}");
        foreach (string line in Figures(metrics, backtest.Costs))
        {
            terminal.Line(line);
        }

        foreach (string line in Further(backtest, metrics))
        {
            terminal.Line(line);
        }

        if (equity.RowCount > 0)
        {
            terminal.Line($"Equity {Sparkline.Of(equity["equity"])}");
        }

        foreach (IntrabarOutcome outcome in backtest.IntrabarOutcomes)
        {
            terminal.Line(
                $"Inside bars {Wording.Of(outcome.Assumption)}: return {Wording.Percent(outcome.TotalReturnFraction)}, " +
                $"Sharpe {Wording.Number(outcome.HasSharpeRatio ? outcome.SharpeRatio : null, 2)}, " +
                $"drawdown {Wording.Percent(outcome.MaxDrawdownFraction)}, {Wording.Count(outcome.TradeCount, "trade")}");
        }

        foreach (BucketAttribution bucket in backtest.Attribution?.Buckets ?? [])
        {
            terminal.Line(
                $"Bucket {bucket.Bucket}: profit {Wording.Number(bucket.Profit, 2)}, {Wording.Count(bucket.ClosedTradeCount)} closed, " +
                $"{Wording.Percent(bucket.HasHitRateFraction ? bucket.HitRateFraction : null)} won, {Wording.Count(bucket.OpenPositionCount)} open");
        }

        WarningView.Write(terminal, backtest.Warnings);
        terminal.Line($"Lineage {backtest.Lineage?.Id}, ledger {Wording.ShortHash(backtest.LedgerHash)}");
    }

    /// <summary>The main figures as lines, with costs.</summary>
    public static IEnumerable<string> Figures(PerformanceMetrics metrics, TradingCosts? costs) => Figures(metrics).Append(
        $"Costs {Wording.Money(costs?.CashCosts ?? string.Empty)} in cash, {Wording.Money(costs?.SlippageInPrices ?? string.Empty)} as slippage in prices{Financing(costs)}");

    /// <summary>What holding positions cost, to be added to a line of costs; empty for the many accounts that neither borrow nor hold perpetuals.</summary>
    public static string Financing(TradingCosts? costs) => costs is null or { Borrow: "" or "0", Funding: "" or "0" }
        ? Balance(costs)
        : $", {Wording.Money(costs.Borrow)} borrow fees, {Wording.Money(costs.Funding)} funding{Balance(costs)}";

    private static string Balance(TradingCosts? costs) => costs is null or { Dividends: "" or "0", Interest: "" or "0" }
        ? string.Empty
        : $", {Wording.Money(costs.Dividends)} dividends, {Wording.Money(costs.Interest)} interest (paid less received)";

    /// <summary>The main figures as lines.</summary>
    public static IEnumerable<string> Figures(PerformanceMetrics metrics)
    {
        yield return $"Total return {Wording.Percent(metrics.TotalReturnFraction)} ({Wording.Number(metrics.TotalReturn, 2)}), " +
            $"CAGR {Wording.Percent(metrics.HasCagrFraction ? metrics.CagrFraction : null)}, " +
            $"volatility {Wording.Percent(metrics.HasAnnualizedVolatilityFraction ? metrics.AnnualizedVolatilityFraction : null)}";
        yield return $"Sharpe {Wording.Number(metrics.HasSharpeRatio ? metrics.SharpeRatio : null, 2)}, " +
            $"Sortino {Wording.Number(metrics.HasSortinoRatio ? metrics.SortinoRatio : null, 2)}, " +
            $"Calmar {Wording.Number(metrics.HasCalmarRatio ? metrics.CalmarRatio : null, 2)}, " +
            $"maximum drawdown {Wording.Percent(metrics.MaxDrawdownFraction)}";
        yield return $"{Wording.Count(metrics.TradeCount, "trade")}, {Wording.Percent(metrics.HasWinRateFraction ? metrics.WinRateFraction : null)} won, " +
            $"profit factor {Wording.Number(metrics.HasProfitFactor ? metrics.ProfitFactor : null, 2)}, " +
            $"exposure {Wording.Percent(metrics.ExposureFraction)}";
    }

    private static IEnumerable<string> Further(Backtest backtest, PerformanceMetrics metrics)
    {
        yield return $"Downside volatility {Wording.Percent(metrics.HasDownsideVolatilityFraction ? metrics.DownsideVolatilityFraction : null)}, " +
            $"ulcer performance {Wording.Number(metrics.HasUlcerPerformanceIndex ? metrics.UlcerPerformanceIndex : null, 2)}, " +
            $"tail ratio {Wording.Number(metrics.HasTailRatio ? metrics.TailRatio : null, 2)}, " +
            $"stability {Wording.Number(metrics.HasStability ? metrics.Stability : null, 2)}, " +
            $"VaR 99 % {Wording.Percent(metrics.HasVar99Fraction ? metrics.Var99Fraction : null)}, " +
            $"ratios above a risk-free {Wording.Percent(metrics.RiskFreeRate)} a year";
        yield return $"Mean win {Wording.Number(metrics.HasAverageWin ? metrics.AverageWin : null, 2)}, " +
            $"mean loss {Wording.Number(metrics.HasAverageLoss ? metrics.AverageLoss : null, 2)}, " +
            $"payoff ratio {Wording.Number(metrics.HasPayoffRatio ? metrics.PayoffRatio : null, 2)}, " +
            $"longest runs {Wording.Count(metrics.LongestWinningStreak)} won, {Wording.Count(metrics.LongestLosingStreak)} lost";
        if (metrics.Benchmark is { } benchmark)
        {
            yield return $"Against {backtest.Spec?.Benchmark?.InstrumentId}: " +
                $"alpha {Wording.Percent(benchmark.HasAlphaFraction ? benchmark.AlphaFraction : null)}, " +
                $"beta {Wording.Number(benchmark.HasBeta ? benchmark.Beta : null, 2)}, " +
                $"information ratio {Wording.Number(benchmark.HasInformationRatio ? benchmark.InformationRatio : null, 2)}, " +
                $"tracking error {Wording.Percent(benchmark.HasTrackingErrorFraction ? benchmark.TrackingErrorFraction : null)}";
        }

        if (backtest.Exposure is { } exposure)
        {
            yield return $"Mean exposure {Wording.Percent(exposure.AverageLongFraction)} long, {Wording.Percent(exposure.AverageShortFraction)} short, " +
                $"{Wording.Percent(exposure.AverageNetFraction)} net, {Wording.Percent(exposure.AverageGrossFraction)} gross " +
                $"(at most {Wording.Percent(exposure.LargestGrossFraction)})";
        }

        if (backtest.Capacity is { } capacity)
        {
            yield return $"Capacity {Wording.Number(capacity.Capacity, 0)}: 95 % of fills then stay under {Wording.Percent(capacity.ParticipationLimit)} " +
                $"of the volume of their bar (now {Wording.Percent(capacity.Participation95)})";
        }
    }
}
