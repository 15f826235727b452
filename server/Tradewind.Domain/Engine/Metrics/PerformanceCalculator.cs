using System.Buffers;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using Tradewind.Domain.Engine.Robustness;

namespace Tradewind.Domain.Engine.Metrics;

/// <summary>Computes <see cref="PerformanceMetrics"/>.</summary>
public static class PerformanceCalculator
{
    private const double TailPercent = 5;

    /// <summary>Computes every figure; what is undefined is null.</summary>
    /// <exception cref="ArgumentException">Times, equity and benchmark differ in length.</exception>
    public static PerformanceMetrics Compute(PerformanceInput input) => Compute(input, WithoutMoments).Metrics;

    /// <summary>The same, with the moments a search keeps of the returns.</summary>
    /// <exception cref="ArgumentException">Times, equity and benchmark differ in length.</exception>
    internal static (PerformanceMetrics Metrics, ReturnMoments Moments) ComputeWithMoments(PerformanceInput input) =>
        Compute(input, ReturnMoments.Of);

    private static (PerformanceMetrics Metrics, TMoments Moments) Compute<TMoments>(
        PerformanceInput input, Func<ReadOnlySpan<double>, SampleMoments, TMoments> measure)
    {
        ArgumentNullException.ThrowIfNull(input);
        ReadOnlySpan<double> equity = input.Equity.Span;
        if (equity.Length != input.Times.Length || (input.Benchmark.Length > 0 && input.Benchmark.Length != equity.Length))
        {
            throw new ArgumentException(
                $"{input.Times.Length} times, {equity.Length} equity points and {input.Benchmark.Length} benchmark levels do not pair up.", nameof(input));
        }

        double[] rented = ArrayPool<double>.Shared.Rent(equity.Length);
        try
        {
            Span<double> returns = rented.AsSpan(0, Math.Max(0, equity.Length - 1));
            double riskFree = RiskFreePerPeriod(input);
            CurveSums sums = CurveSums.Of(equity, returns, riskFree);
            SampleMoments moments = SampleMoments.Of(returns, sums.MeanReturn);
            return (Figures(input, returns, riskFree, sums, moments), measure(returns, moments));
        }
        finally
        {
            ArrayPool<double>.Shared.Return(rented);
        }
    }

    private static bool WithoutMoments(ReadOnlySpan<double> returns, SampleMoments moments) => false;

    private static double RiskFreePerPeriod(PerformanceInput input) => input.CompoundRiskFree
        ? Math.Pow(1 + input.RiskFreeRate, 1 / input.PeriodsPerYear) - 1
        : input.RiskFreeRate / input.PeriodsPerYear;

    private static PerformanceMetrics Figures(
        PerformanceInput input, ReadOnlySpan<double> returns, double riskFree, in CurveSums curve, SampleMoments moments)
    {
        ReadOnlySpan<double> equity = input.Equity.Span;
        double ppy = input.PeriodsPerYear;
        (double mean, double deviation) = (returns.Length < 2 ? double.NaN : moments.Mean, moments.Deviation);
        ReturnSums sums = curve.Returns;
        DrawdownFigures drawdown = DrawdownFigures.Of(equity);
        double? cagr = Cagr(equity, ppy);
        using OrderStatistics lower = OrderStatistics.Tail(returns, TailPercent);
        using OrderStatistics upper = OrderStatistics.Tail(returns, TailPercent, upper: true);
        double fifth = lower.Percentile(TailPercent);
        bool any = equity.Length > 0;
        return new PerformanceMetrics
        {
            TotalReturn = any ? equity[^1] - equity[0] : 0,
            TotalReturnPercent = any ? Defined.OrNull((equity[^1] / equity[0] - 1) * 100) : null,
            AnnualizedReturnPercent = Defined.OrNull(mean * ppy * 100),
            CagrPercent = cagr,
            VolatilityPercent = Defined.OrNull(deviation * 100),
            AnnualizedVolatilityPercent = Defined.OrNull(deviation * Math.Sqrt(ppy) * 100),
            DownsideVolatilityPercent = Defined.OrNull(Downside(sums.SquaredLosses, returns.Length) * Math.Sqrt(ppy) * 100),
            SharpeRatio = Defined.OrNull((mean - riskFree) / deviation * Math.Sqrt(ppy)),
            SortinoRatio = Defined.OrNull((mean - riskFree) / Downside(sums.SquaredShortfalls, returns.Length) * Math.Sqrt(ppy)),
            MaxDrawdownPercent = drawdown.Deepest,
            AverageDrawdownPercent = Defined.OrNull(drawdown.AverageBelow),
            MaxDrawdownDuration = drawdown.LongestStretch,
            RecoveryTime = drawdown.RecoveryPeriods,
            CalmarRatio = Defined.OrNull((cagr ?? double.NaN) / -drawdown.Deepest),
            UlcerIndex = drawdown.Ulcer,
            UlcerPerformanceIndex = Defined.OrNull(((cagr ?? double.NaN) - input.RiskFreeRate * 100) / drawdown.Ulcer),
            OmegaRatio = Defined.OrNull(sums.Gains / sums.Losses),
            GainToPainRatio = Defined.OrNull((sums.Gains - sums.Losses) / sums.Losses),
            TailRatio = Defined.OrNull(Math.Abs(upper.Percentile(TailPercent) / fifth)),
            Skewness = Defined.OrNull(moments.Skewness),
            Kurtosis = Defined.OrNull(moments.ExcessKurtosis),
            ValueAtRisk95Percent = Defined.OrNull(fifth * 100),
            ValueAtRisk99Percent = Defined.OrNull(lower.Percentile(1) * 100),
            ConditionalValueAtRisk95Percent = Defined.OrNull(MeanUpTo(returns, fifth) * 100),
            Stability = Defined.OrNull(curve.Stability),
            ProbabilisticSharpeRatio = Defined.OrNull(SharpeSignificance.Probabilistic(moments)),
            Benchmark = input.Benchmark.IsEmpty ? null : BenchmarkMetrics.Of(returns, Returns(input.Benchmark.Span), ppy, riskFree),
            Trades = TradeMetrics.Of(input.TradeProfits.Span, input.TradeBars.Span),
            ExposureTimePercent = any ? 100.0 * input.PointsInPosition / equity.Length : null,
            Turnover = input.MoneyTraded is { } traded ? Defined.OrNull(traded / curve.MeanEquity * ppy / returns.Length) : null,
            TotalCosts = input.TotalCosts,
            CostDragPercent = any ? Defined.OrNull(input.TotalCosts / equity[0] * 100) : null,
            TradingPeriods = equity.Length,
            StartTime = any ? input.Times.Span[0] : null,
            EndTime = any ? input.Times.Span[^1] : null,
            PeriodsPerYear = ppy,
            RiskFreeRate = input.RiskFreeRate,
        };
    }

    /// <summary>Simple returns of a curve, one less than its points; zero once the base is not positive.</summary>
    public static double[] Returns(ReadOnlySpan<double> equity)
    {
        double[] returns = new double[Math.Max(0, equity.Length - 1)];
        CurveSums.WriteReturns(equity, returns);
        return returns;
    }

    private static double? Cagr(ReadOnlySpan<double> equity, double periodsPerYear)
    {
        if (equity.Length < 3)
        {
            return null;
        }

        return equity[^1] <= 0 ? -100 : Defined.OrNull((Math.Pow(equity[^1] / equity[0], periodsPerYear / (equity.Length - 1)) - 1) * 100);
    }

    private static double Downside(double squares, int count) => count < 2 ? double.NaN : Math.Sqrt(squares / count);

    /// <summary>Mean of the values up to a limit; NaN where there are none.</summary>
    private static double MeanUpTo(ReadOnlySpan<double> values, double limit)
    {
        ReadOnlySpan<Vector512<double>> lanes = MemoryMarshal.Cast<double, Vector512<double>>(values);
        (Vector512<double> sums, Vector512<double> counts) = (default, default);
        Vector512<double> limits = Vector512.Create(limit);
        foreach (Vector512<double> lane in lanes)
        {
            Vector512<double> counted = Vector512.LessThanOrEqual(lane, limits);
            sums += counted & lane;
            counts += counted & Vector512<double>.One;
        }

        (double sum, double count) = (Lanes8.Sum(sums), Lanes8.Sum(counts));
        foreach (double value in values[(lanes.Length * Vector512<double>.Count)..])
        {
            (sum, count) = value <= limit ? (sum + value, count + 1) : (sum, count);
        }

        return sum / count;
    }
}
