using Tradewind.Domain.Engine.Optimization;
using Tradewind.V1;
using AcceptanceCondition = Tradewind.Domain.Engine.Optimization.AcceptanceCondition;
using AcceptanceVerdict = Tradewind.Domain.Engine.Optimization.AcceptanceVerdict;
using WalkForwardFold = Tradewind.Domain.Engine.Optimization.WalkForwardFold;

namespace Tradewind.Server.Mapping;

/// <summary>Walk-forward optimisations as messages; undefined figures stay absent.</summary>
internal static class WalkForwardMessages
{
    /// <summary>Puts a result into its message.</summary>
    public static void Fill(WalkForward message, WalkForwardRequest request, WalkForwardResult result)
    {
        message.Folds.Clear();
        message.Folds.AddRange(result.Folds.Select(From));
        message.Metrics = BacktestMessages.From(result.Metrics);
        message.BestParameters.Add((result.BestParameters ?? new Dictionary<string, string>()).ToDictionary());
        BacktestMessages.Set(result.ParameterStability, value => message.ParameterStability = value);
        BacktestMessages.Set(result.Efficiency, value => message.Efficiency = value);
        message.Overfitting = SearchMessages.From(result.Overfitting);
        message.Verdict = result.Verdict is { } verdict && request.Acceptance is { } rule ? From(verdict, rule.Market.Instrument.Id) : null;
        message.Warnings.AddRange(SearchWarnings.Of(request.Backtest, result));
    }

    private static V1.AcceptanceVerdict From(AcceptanceVerdict verdict, string market)
    {
        V1.AcceptanceVerdict message = new()
        {
            Accepted = verdict.Accepted,
            Baseline = { verdict.Baseline.ToDictionary() },
            BaselineMetrics = BacktestMessages.From(verdict.BaselineMetrics),
            MarketInstrumentId = market,
        };
        BacktestMessages.Set(verdict.Residual.Beta, value => message.Beta = value);
        BacktestMessages.Set(verdict.Residual.AnnualAlpha, value => message.AnnualAlphaFraction = value);
        foreach (AcceptanceCondition condition in verdict.Conditions)
        {
            V1.AcceptanceCondition one = new() { Name = condition.Name, Least = condition.Least, Met = condition.IsMet, Reason = condition.Reason };
            BacktestMessages.Set(condition.Value, value => one.Value = value);
            message.Conditions.Add(one);
        }

        return message;
    }

    private static V1.WalkForwardFold From(WalkForwardFold fold)
    {
        V1.WalkForwardFold message = new()
        {
            InSampleStartTime = ProtoTime.ToTimestamp(fold.InSampleStart),
            OutOfSampleStartTime = ProtoTime.ToTimestamp(fold.OutOfSampleStart),
            OutOfSampleEndTime = ProtoTime.ToTimestamp(fold.OutOfSampleEnd),
            InSampleBarCount = fold.Window.InSampleLength,
            OutOfSampleBarCount = fold.Window.OutOfSampleLength,
            ValidCount = fold.ValidCount,
            HaltedCount = fold.HaltedCount,
            OutOfSampleHaltTime = ProtoTime.ToTimestamp(fold.OutOfSampleHaltedAt),
            Parameters = { (fold.Parameters ?? new Dictionary<string, string>()).ToDictionary() },
            InSample = fold.InSample is null ? null : BacktestMessages.From(fold.InSample),
            OutOfSample = fold.OutOfSample is null ? null : BacktestMessages.From(fold.OutOfSample),
        };
        BacktestMessages.Set(fold.InSampleScore, value => message.InSampleScore = value);
        BacktestMessages.Set(fold.OutOfSampleScore, value => message.OutOfSampleScore = value);
        return message;
    }
}
