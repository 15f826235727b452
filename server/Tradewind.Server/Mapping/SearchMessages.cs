using System.Collections.Immutable;
using Tradewind.Domain.Engine;
using Tradewind.Domain.Engine.Backtest;
using Tradewind.Domain.Engine.Optimization;
using Tradewind.Domain.Market;
using Tradewind.V1;
using HalvingRung = Tradewind.Domain.Engine.Optimization.HalvingRung;
using HeatMap = Tradewind.Domain.Engine.Optimization.HeatMap;
using OverfittingReport = Tradewind.Domain.Engine.Optimization.OverfittingReport;
using SensitivityRow = Tradewind.Domain.Engine.Optimization.SensitivityRow;
using SweepTrial = Tradewind.Domain.Engine.Optimization.SweepTrial;

namespace Tradewind.Server.Mapping;

/// <summary>Sweeps as messages; undefined figures stay absent.</summary>
internal static class SearchMessages
{
    /// <summary>Puts the result of a sweep into its message.</summary>
    public static void Fill(Sweep message, SweepRequest request, SweepResult result)
    {
        message.ValidCount = result.ValidCount;
        message.HaltedCount = result.HaltedCount;
        message.Best = result.Best is null ? null : From(result.Best);
        message.Overfitting = From(result.Overfitting);
        message.Sensitivities.Clear();
        if (result.Best is { } best)
        {
            message.Sensitivities.AddRange(best.Parameters.Keys.Order(StringComparer.Ordinal).Select(parameter => new ParameterSensitivity
            {
                Parameter = parameter, Rows = { ParameterSurface.Sensitivity(result.Trials, best, parameter).Select(From) },
            }));
        }

        message.Rungs.Clear();
        message.Rungs.AddRange(result.Rungs.Select(From));
        message.Warnings.Clear();
        message.Warnings.AddRange(SearchWarnings.Of(request.Backtest, result));
    }

    /// <summary>True for a combination fit to be chosen; one that did not see all bars is not.</summary>
    public static bool MayBeChosen(SweepTrial trial) => trial.IsValid && trial.BarShare == 1;

    /// <summary>A combination.</summary>
    public static V1.SweepTrial From(SweepTrial trial)
    {
        V1.SweepTrial message = new()
        {
            Index = trial.Index,
            Parameters = { trial.Parameters.ToDictionary() },
            Stage = trial.Stage,
            BarFraction = trial.BarShare,
            Valid = MayBeChosen(trial),
            Metrics = BacktestMessages.From(trial.Metrics),
            ParametersHash = trial.ParametersHash,
            LedgerHash = trial.LedgerHash,
            HaltTime = ProtoTime.ToTimestamp(trial.HaltedAt),
        };
        BacktestMessages.Set(trial.Score, value => message.Score = value);
        return message;
    }

    /// <summary>Measures of overfitting.</summary>
    public static V1.OverfittingReport From(OverfittingReport report)
    {
        V1.OverfittingReport message = new() { TrialCount = report.Trials, BacktestYears = report.BacktestYears, SplitCount = report.Overfitting?.Splits ?? 0 };
        BacktestMessages.Set(report.SharpeDeviation, value => message.SharpeDeviation = value);
        BacktestMessages.Set(report.SharpeThreshold, value => message.SharpeThreshold = value);
        BacktestMessages.Set(report.ProbabilisticSharpe, value => message.ProbabilisticSharpeRatio = value);
        BacktestMessages.Set(report.DeflatedSharpe, value => message.DeflatedSharpeRatio = value);
        BacktestMessages.Set(report.Overfitting?.Probability, value => message.OverfittingProbability = value);
        BacktestMessages.Set(report.Overfitting?.MedianLogit, value => message.MedianLogit = value);
        BacktestMessages.Set(report.Overfitting?.LossShare, value => message.LossShare = value);
        BacktestMessages.Set(report.MinimumBacktestYears, value => message.MinimumBacktestYears = value);
        return message;
    }

    /// <summary>A heat map.</summary>
    public static V1.HeatMap From(HeatMap map) => new()
    {
        ColumnParameter = map.Columns, ColumnValues = { map.ColumnValues }, RowParameter = map.Rows, RowValues = { map.RowValues }, Scores = { map.Scores },
    };

    /// <summary>Where a search comes from: data, strategy, options and every combination.</summary>
    public static Lineage Lineage(BacktestLineage backtest, ParameterCombinations combinations, long seed)
    {
        using ContentHash hash = new();
        hash.Add(backtest.Strategy).Add(backtest.OptionsHash);
        foreach (string parameters in combinations.Constructible.Select(parameters => parameters.ComputeHash()))
        {
            hash.Add(parameters);
        }

        ImmutableSortedDictionary<string, string> revisions = backtest.Data.ToImmutableSortedDictionary(
            series => $"{series.Role} {series.Instrument}", series => series.Revision, StringComparer.Ordinal);
        return LineageMessages.Create(revisions, featureSetHash: "", hash.Finish(), seed, EngineVersion.Current);
    }

    /// <summary>True when any of the data was simulated.</summary>
    public static bool IsSimulated(BacktestRequest request) => request.Bars.Concat(request.Fields).Any(series => series.Instrument.Simulated);

    private static V1.HalvingRung From(HalvingRung rung) => new()
    {
        Number = rung.Number,
        BarCount = rung.Bars,
        BarFraction = rung.BarShare,
        EndTime = ProtoTime.ToTimestamp(rung.EndTime),
        CombinationCount = rung.Started,
        KeptCount = rung.Kept,
    };

    private static V1.SensitivityRow From(SensitivityRow row)
    {
        V1.PerformanceMetrics metrics = BacktestMessages.From(row.Trial.Metrics);
        V1.SensitivityRow message = new()
        {
            Value = row.Value,
            TotalReturnFraction = metrics.TotalReturnFraction,
            MaxDrawdownFraction = metrics.MaxDrawdownFraction,
            TradeCount = metrics.TradeCount,
        };
        BacktestMessages.Set(row.Trial.Score, value => message.Score = value);
        BacktestMessages.Set(row.Trial.Metrics.SharpeRatio, value => message.SharpeRatio = value);
        BacktestMessages.Set(row.Trial.Metrics.Trades.WinRatePercent / 100, value => message.WinRateFraction = value);
        return message;
    }
}
