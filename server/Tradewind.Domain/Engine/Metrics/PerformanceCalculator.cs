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
            WriteReturns(equity, returns);
            SampleMoments moments = SampleMoments.Of(returns);
            return (Figures(input, returns, moments), measure(returns, moments));
        }
        finally
        {
            ArrayPool<double>.Shared.Return(rented);
        }
    }

    private static bool WithoutMoments(ReadOnlySpan<double> returns, SampleMoments moments) => false;

    private static PerformanceMetrics Figures(PerformanceInput input, ReadOnlySpan<double> returns, SampleMoments moments)
    {
        ReadOnlySpan<double> equity = input.Equity.Span;
        double ppy = input.PeriodsPerYear;
        double riskFree = input.CompoundRiskFree ? Math.Pow(1 + input.RiskFreeRate, 1 / ppy) - 1 : input.RiskFreeRate / ppy;
        (double mean, double deviation) = (returns.Length < 2 ? double.NaN : moments.Mean, moments.Deviation);
        ReturnSums sums = ReturnSums.Of(returns, riskFree);
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
            Stability = Defined.OrNull(Stability(equity)),
            ProbabilisticSharpeRatio = Defined.OrNull(SharpeSignificance.Probabilistic(moments)),
            Benchmark = input.Benchmark.IsEmpty ? null : BenchmarkMetrics.Of(returns, Returns(input.Benchmark.Span), ppy, riskFree),
            Trades = TradeMetrics.Of(input.TradeProfits.Span, input.TradeBars.Span),
            ExposureTimePercent = any ? 100.0 * input.PointsInPosition / equity.Length : null,
            Turnover = input.MoneyTraded is { } traded ? Defined.OrNull(traded / SampleMoments.MeanOf(equity) * ppy / returns.Length) : null,
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
        WriteReturns(equity, returns);
        return returns;
    }

    private static void WriteReturns(ReadOnlySpan<double> equity, Span<double> returns)
    {
        int i = 0;
        ref double from = ref MemoryMarshal.GetReference(equity);
        ref double to = ref MemoryMarshal.GetReference(returns);
        for (; i <= returns.Length - Vector512<double>.Count; i += Vector512<double>.Count)
        {
            Vector512<double> before = Vector512.LoadUnsafe(ref from, (nuint)i);
            Vector512<double> change = Vector512.LoadUnsafe(ref from, (nuint)i + 1) / before - Vector512<double>.One;
            Vector512.ConditionalSelect(Vector512.GreaterThan(before, Vector512<double>.Zero), change, Vector512<double>.Zero)
                .StoreUnsafe(ref to, (nuint)i);
        }

        for (; i < returns.Length; i++)
        {
            returns[i] = equity[i] > 0 ? equity[i + 1] / equity[i] - 1 : 0;
        }
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

    /// <summary>Squared correlation of ln equity with the index; NaN for a curve that is ever not positive.</summary>
    private static double Stability(ReadOnlySpan<double> equity)
    {
        // Distances of the logarithms from the first one, and of the index from its mean, whose own sums are known.
        double anchor = equity.IsEmpty ? 0 : Log(equity[0]);
        double middle = (equity.Length - 1) / 2.0;
        ReadOnlySpan<Vector512<double>> lanes = MemoryMarshal.Cast<double, Vector512<double>>(equity);
        (Vector512<double> sums, Vector512<double> squares, Vector512<double> products) = (default, default, default);
        Vector512<double> index = Vector512.Create(0.0, 1, 2, 3, 4, 5, 6, 7) - Vector512.Create(middle);
        (Vector512<double> before, Vector512<double> log) = (Vector512<double>.Zero, default);
        foreach (Vector512<double> lane in lanes)
        {
            // A curve stays where it is for as long as nothing is held.
            if (!Vector512.EqualsAll(lane, before))
            {
                (before, log) = (lane, Vector512.Log(lane) - Vector512.Create(anchor));
            }

            sums += log;
            squares += log * log;
            products += log * index;
            index += Vector512.Create((double)Vector512<double>.Count);
        }

        (double sum, double square, double product) = (Lanes8.Sum(sums), Lanes8.Sum(squares), Lanes8.Sum(products));
        for (int i = lanes.Length * Vector512<double>.Count; i < equity.Length; i++)
        {
            double last = Log(equity[i]) - anchor;
            (sum, square, product) = (sum + last, square + last * last, product + last * (i - middle));
        }

        double n = equity.Length;
        return product * product / ((square - sum * sum / n) * (n * (n * n - 1) / 12));
    }

    private static double Log(double value) => Vector512.Log(Vector512.CreateScalar(value))[0];
}
