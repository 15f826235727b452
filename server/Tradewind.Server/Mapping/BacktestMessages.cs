using System.Collections.Immutable;
using Tradewind.Domain.Engine.Accounts;
using Tradewind.Domain.Engine.Backtest;
using Tradewind.Domain.Engine.Metrics;
using Tradewind.Domain.Market;
using Tradewind.Server.Data;
using Tradewind.V1;
using CapacityEstimate = Tradewind.Domain.Engine.Metrics.CapacityEstimate;
using PerformanceMetrics = Tradewind.V1.PerformanceMetrics;

namespace Tradewind.Server.Mapping;

/// <summary>Backtest results as messages; percentages become fractions, undefined figures stay absent.</summary>
internal static class BacktestMessages
{
    /// <summary>Puts a result into a message that has id, spec and creation time.</summary>
    public static void Fill(Backtest message, BacktestRequest request, BacktestResult result)
    {
        message.Metrics = From(result.Metrics);
        message.Costs = From(result.Costs);
        message.OrderCount = result.Orders.Count;
        message.FillCount = result.Fills.Count;
        message.SignalCount = result.Signals.Count;
        if (result.Times.Length > 0)
        {
            message.FirstTime = ProtoTime.ToTimestamp(result.Times.Span[0]);
            message.LastTime = ProtoTime.ToTimestamp(result.Times.Span[^1]);
        }

        message.HaltTime = ProtoTime.ToTimestamp(result.HaltedAt);
        message.Warnings.AddRange(result.Warnings);
        message.MarginCalls.AddRange(result.MarginCalls.Select(ProtoTime.ToTimestamp));
        message.Rolls.AddRange(result.Rolls.Select(RollMessages.From));
        message.LedgerHash = result.LedgerHash;
        message.Attribution = result.Attribution is { } attribution ? AttributionMessages.From(attribution) : null;
        message.Lineage = From(result.Lineage, request);
        if (CapacityEstimate.Of(result.Fills, request.Filling, request.Options.InitialCapital) is { } capacity)
        {
            message.Capacity = new V1.CapacityEstimate
            {
                ParticipationLimit = capacity.Limit,
                FillCount = capacity.Fills,
                MedianParticipation = capacity.MedianParticipation,
                Participation95 = capacity.Participation95,
                Capacity = capacity.Capacity,
            };
        }
    }

    /// <summary>Exposure in the mean; null where it is nowhere known.</summary>
    public static ExposureSummary? From(ExposureCurve exposure)
    {
        double[] gross = [.. exposure.Gross.ToArray().Where(double.IsFinite)];
        return gross.Length == 0 ? null : new ExposureSummary
        {
            AverageLongFraction = exposure.Long.ToArray().Where(double.IsFinite).Average(),
            AverageShortFraction = exposure.Short.ToArray().Where(double.IsFinite).Average(),
            AverageNetFraction = exposure.Net.ToArray().Where(double.IsFinite).Average(),
            AverageGrossFraction = gross.Average(),
            LargestGrossFraction = gross.Max(),
        };
    }

    /// <summary>Where a backtest comes from. The id is the engine's own and covers options and interval too.</summary>
    public static V1.Lineage From(BacktestLineage lineage, BacktestRequest request) => new()
    {
        Id = lineage.Id,
        DataRevisions = { Revisions(request) },
        ParametersHash = lineage.ParametersHash,
        Seed = lineage.Seed,
        EngineVersion = lineage.EngineVersion,
    };

    // Funding that lies beside a perpetual's bars has their instrument and timeframe, so its field tells them apart; what fills orders may be
    // those bars again.
    private static ImmutableSortedDictionary<string, string> Revisions(BacktestRequest request)
    {
        ILookup<bool, InstrumentSeries> fields = request.Fields.ToLookup(series => series.Fields is [AccountSeries.FundingField]);
        return PortfolioReader.Revisions(
            request.Bars.Concat(fields[false]).Concat(request.Benchmark is { } benchmark ? [benchmark] : [])).AddRange(fields[true].Select(
            series => KeyValuePair.Create($"{series.Instrument.Id} {series.Timeframe} {AccountSeries.FundingField}", series.Revision))).AddRange(request.Execution.Select(
            series => KeyValuePair.Create($"{series.Instrument.Id} {series.Timeframe} execution", series.Revision)));
    }

    private static TradingCosts From(BacktestCosts costs) =>
        new()
        {
            CashCosts = ProtoDecimal.Format(costs.Cash),
            SlippageInPrices = ProtoDecimal.Format(costs.SlippageInPrices),
            Borrow = ProtoDecimal.Format(costs.Borrow),
            Funding = ProtoDecimal.Format(costs.Funding),
        };

    /// <summary>Outcome under an assumption about the inside of bars.</summary>
    public static IntrabarOutcome From(Domain.Engine.IntrabarAssumption assumption, Domain.Engine.Metrics.PerformanceMetrics metrics)
    {
        IntrabarOutcome message = new()
        {
            Assumption = (IntrabarAssumption)((int)assumption + 1),
            TotalReturnFraction = (metrics.TotalReturnPercent ?? 0) / 100,
            MaxDrawdownFraction = metrics.MaxDrawdownPercent / 100,
            TradeCount = metrics.Trades.Total,
        };
        Set(metrics.SharpeRatio, value => message.SharpeRatio = value);
        return message;
    }

    /// <summary>Figures of an equity curve.</summary>
    public static PerformanceMetrics From(Domain.Engine.Metrics.PerformanceMetrics metrics)
    {
        TradeMetrics trades = metrics.Trades;
        PerformanceMetrics message = new()
        {
            TotalReturn = metrics.TotalReturn,
            TotalReturnFraction = (metrics.TotalReturnPercent ?? 0) / 100,
            MaxDrawdownFraction = metrics.MaxDrawdownPercent / 100,
            MaxDrawdownDurationBars = metrics.MaxDrawdownDuration,
            UlcerIndex = metrics.UlcerIndex,
            TradeCount = trades.Total,
            ExposureFraction = (metrics.ExposureTimePercent ?? 0) / 100,
            PeriodsPerYear = metrics.PeriodsPerYear,
            RiskFreeRate = metrics.RiskFreeRate,
            BarCount = metrics.TradingPeriods,
            WinningTradeCount = trades.Winning,
            LosingTradeCount = trades.Losing,
            LongestWinningStreak = trades.MaxConsecutiveWins,
            LongestLosingStreak = trades.MaxConsecutiveLosses,
            TotalCosts = metrics.TotalCosts,
            StartTime = ProtoTime.ToTimestamp(metrics.StartTime),
            EndTime = ProtoTime.ToTimestamp(metrics.EndTime),
            Benchmark = metrics.Benchmark is { } benchmark ? From(benchmark) : null,
        };
        Set(metrics.AnnualizedReturnPercent / 100, value => message.AnnualizedReturnFraction = value);
        Set(metrics.CagrPercent / 100, value => message.CagrFraction = value);
        Set(metrics.AnnualizedVolatilityPercent / 100, value => message.AnnualizedVolatilityFraction = value);
        Set(metrics.SharpeRatio, value => message.SharpeRatio = value);
        Set(metrics.SortinoRatio, value => message.SortinoRatio = value);
        Set(metrics.CalmarRatio, value => message.CalmarRatio = value);
        Set(metrics.OmegaRatio, value => message.OmegaRatio = value);
        Set(metrics.Skewness, value => message.Skewness = value);
        Set(metrics.Kurtosis, value => message.ExcessKurtosis = value);
        Set(metrics.ValueAtRisk95Percent / 100, value => message.Var95Fraction = value);
        Set(metrics.ConditionalValueAtRisk95Percent / 100, value => message.Cvar95Fraction = value);
        Set(trades.WinRatePercent / 100, value => message.WinRateFraction = value);
        Set(trades.ProfitFactor, value => message.ProfitFactor = value);
        Set(trades.Expectancy, value => message.Expectancy = value);
        Set(trades.SystemQualityNumber, value => message.Sqn = value);
        Set(trades.AverageHoldingBars, value => message.AverageHoldingBars = value);
        Set(metrics.Turnover, value => message.AnnualTurnover = value);
        Set(metrics.VolatilityPercent / 100, value => message.VolatilityFraction = value);
        Set(metrics.DownsideVolatilityPercent / 100, value => message.DownsideVolatilityFraction = value);
        Set(metrics.AverageDrawdownPercent / 100, value => message.AverageDrawdownFraction = value);
        Set(metrics.UlcerPerformanceIndex, value => message.UlcerPerformanceIndex = value);
        Set(metrics.GainToPainRatio, value => message.GainToPainRatio = value);
        Set(metrics.TailRatio, value => message.TailRatio = value);
        Set(metrics.ValueAtRisk99Percent / 100, value => message.Var99Fraction = value);
        Set(metrics.Stability, value => message.Stability = value);
        Set(trades.AverageWin, value => message.AverageWin = value);
        Set(trades.AverageLoss, value => message.AverageLoss = value);
        Set(trades.LargestWin, value => message.LargestWin = value);
        Set(trades.LargestLoss, value => message.LargestLoss = value);
        Set(trades.PayoffRatio, value => message.PayoffRatio = value);
        Set(trades.ExpectancyInR, value => message.ExpectancyInR = value);
        Set(metrics.CostDragPercent / 100, value => message.CostDragFraction = value);
        Set(metrics.ProbabilisticSharpeRatio, value => message.ProbabilisticSharpeRatio = value);
        if (metrics.RecoveryTime is { } recovery)
        {
            message.RecoveryBars = recovery;
        }

        return message;
    }

    private static V1.BenchmarkMetrics From(Domain.Engine.Metrics.BenchmarkMetrics benchmark)
    {
        V1.BenchmarkMetrics message = new();
        Set(benchmark.InformationRatio, value => message.InformationRatio = value);
        Set(benchmark.TrackingErrorPercent / 100, value => message.TrackingErrorFraction = value);
        Set(benchmark.Beta, value => message.Beta = value);
        Set(benchmark.AlphaPercent / 100, value => message.AlphaFraction = value);
        Set(benchmark.RSquared, value => message.RSquared = value);
        Set(benchmark.TreynorRatio, value => message.TreynorRatio = value);
        return message;
    }

    /// <summary>Sets a field where there is a finite value for it.</summary>
    public static void Set(double? value, Action<double> assign)
    {
        if (value is { } known && double.IsFinite(known))
        {
            assign(known);
        }
    }
}
