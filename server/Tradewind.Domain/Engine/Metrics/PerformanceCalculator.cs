namespace Tradewind.Domain.Engine.Metrics;

/// <summary>Computes <see cref="PerformanceMetrics"/>.</summary>
public static class PerformanceCalculator
{
    /// <summary>Computes every figure; what is undefined is null.</summary>
    /// <exception cref="ArgumentException">Times, equity and benchmark differ in length.</exception>
    public static PerformanceMetrics Compute(PerformanceInput input)
    {
        ArgumentNullException.ThrowIfNull(input);
        ReadOnlySpan<double> equity = input.Equity.Span;
        if (equity.Length != input.Times.Length || (input.Benchmark.Length > 0 && input.Benchmark.Length != equity.Length))
        {
            throw new ArgumentException(
                $"{input.Times.Length} times, {equity.Length} equity points and {input.Benchmark.Length} benchmark levels do not pair up.", nameof(input));
        }

        double[] returns = Returns(equity);
        double[] ascending = [.. returns];
        Array.Sort(ascending);
        DrawdownAnalysis drawdown = DrawdownAnalysis.Of(input.Times.Span, equity);
        double ppy = input.PeriodsPerYear;
        double riskFree = input.CompoundRiskFree ? Math.Pow(1 + input.RiskFreeRate, 1 / ppy) - 1 : input.RiskFreeRate / ppy;
        double mean = returns.Length < 2 ? double.NaN : SampleMoments.Mean(returns);
        double deviation = SampleMoments.Deviation(returns);
        double? cagr = Cagr(equity, ppy);
        double deepest = drawdown.Percents.Length == 0 ? 0 : Minimum(drawdown.Percents.Span);
        double ulcer = RootMeanSquare(drawdown.Percents.Span);
        (double gains, double losses) = (returns.Sum(r => Math.Max(r, 0)), returns.Sum(r => Math.Max(-r, 0)));
        bool any = equity.Length > 0;
        return new PerformanceMetrics
        {
            TotalReturn = any ? equity[^1] - equity[0] : 0,
            TotalReturnPercent = any ? Defined.OrNull((equity[^1] / equity[0] - 1) * 100) : null,
            AnnualizedReturnPercent = Defined.OrNull(mean * ppy * 100),
            CagrPercent = cagr,
            VolatilityPercent = Defined.OrNull(deviation * 100),
            AnnualizedVolatilityPercent = Defined.OrNull(deviation * Math.Sqrt(ppy) * 100),
            DownsideVolatilityPercent = Defined.OrNull(Downside(returns, 0) * Math.Sqrt(ppy) * 100),
            SharpeRatio = Defined.OrNull((mean - riskFree) / deviation * Math.Sqrt(ppy)),
            SortinoRatio = Defined.OrNull((mean - riskFree) / Downside(returns, riskFree) * Math.Sqrt(ppy)),
            MaxDrawdownPercent = deepest,
            AverageDrawdownPercent = Defined.OrNull(AverageBelowZero(drawdown.Percents.Span)),
            MaxDrawdownDuration = drawdown.Episodes.Select(episode => episode.Periods).DefaultIfEmpty(0).Max(),
            RecoveryTime = drawdown.RecoveryPeriods,
            CalmarRatio = Defined.OrNull((cagr ?? double.NaN) / -deepest),
            UlcerIndex = ulcer,
            UlcerPerformanceIndex = Defined.OrNull(((cagr ?? double.NaN) - input.RiskFreeRate * 100) / ulcer),
            OmegaRatio = Defined.OrNull(gains / losses),
            GainToPainRatio = Defined.OrNull(returns.Sum() / losses),
            TailRatio = Defined.OrNull(Math.Abs(SampleMoments.Percentile(ascending, 95) / SampleMoments.Percentile(ascending, 5))),
            Skewness = Defined.OrNull(SampleMoments.Skewness(returns)),
            Kurtosis = Defined.OrNull(SampleMoments.ExcessKurtosis(returns)),
            ValueAtRisk95Percent = Defined.OrNull(SampleMoments.Percentile(ascending, 5) * 100),
            ValueAtRisk99Percent = Defined.OrNull(SampleMoments.Percentile(ascending, 1) * 100),
            ConditionalValueAtRisk95Percent = Defined.OrNull(TailMean(ascending, SampleMoments.Percentile(ascending, 5)) * 100),
            Stability = Defined.OrNull(Stability(equity)),
            ProbabilisticSharpeRatio = Defined.OrNull(SharpeSignificance.Probabilistic(returns)),
            Benchmark = input.Benchmark.IsEmpty ? null : BenchmarkMetrics.Of(returns, Returns(input.Benchmark.Span), ppy, riskFree),
            Trades = TradeMetrics.Of(
                [.. input.Trades.Select(trade => (double)trade.ProfitAndLoss)], [.. input.Trades.Select(trade => (double)trade.Bars)]),
            ExposureTimePercent = any ? 100.0 * input.PointsInPosition / equity.Length : null,
            Turnover = input.MoneyTraded is { } traded ? Defined.OrNull(traded / SampleMoments.Mean(equity) * ppy / returns.Length) : null,
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
        for (int i = 0; i < returns.Length; i++)
        {
            returns[i] = equity[i] > 0 ? equity[i + 1] / equity[i] - 1 : 0;
        }

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

    private static double Downside(double[] returns, double threshold) =>
        returns.Length < 2 ? double.NaN : Math.Sqrt(returns.Sum(r => Math.Min(r - threshold, 0) * Math.Min(r - threshold, 0)) / returns.Length);

    private static double Minimum(ReadOnlySpan<double> values)
    {
        double least = 0;
        foreach (double value in values)
        {
            least = Math.Min(least, value);
        }

        return least;
    }

    private static double RootMeanSquare(ReadOnlySpan<double> values)
    {
        double sum = 0;
        foreach (double value in values)
        {
            sum += value * value;
        }

        return values.IsEmpty ? 0 : Math.Sqrt(sum / values.Length);
    }

    private static double AverageBelowZero(ReadOnlySpan<double> values)
    {
        (double sum, int count) = (0, 0);
        foreach (double value in values)
        {
            (sum, count) = value < 0 ? (sum + value, count + 1) : (sum, count);
        }

        return sum / count;
    }

    private static double TailMean(double[] ascending, double limit)
    {
        (double sum, int count) = (0, 0);
        foreach (double value in ascending)
        {
            if (value > limit)
            {
                break;
            }

            (sum, count) = (sum + value, count + 1);
        }

        return sum / count;
    }

    /// <summary>Squared correlation of ln equity with the index; NaN for a curve that is ever not positive.</summary>
    private static double Stability(ReadOnlySpan<double> equity)
    {
        double[] logs = new double[equity.Length];
        double[] index = new double[equity.Length];
        for (int i = 0; i < logs.Length; i++)
        {
            (logs[i], index[i]) = (equity[i] > 0 ? Math.Log(equity[i]) : double.NaN, i);
        }

        double covariance = SampleMoments.Covariance(logs, index);
        return covariance * covariance / (SampleMoments.Covariance(logs, logs) * SampleMoments.Covariance(index, index));
    }
}
