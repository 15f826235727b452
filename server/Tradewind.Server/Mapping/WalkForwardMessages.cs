using Tradewind.Domain.Engine.Optimization;
using Tradewind.V1;
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
        message.Warnings.AddRange(SearchWarnings.Of(request.Backtest, result));
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
            Parameters = { (fold.Parameters ?? new Dictionary<string, string>()).ToDictionary() },
            InSample = fold.InSample is null ? null : BacktestMessages.From(fold.InSample),
            OutOfSample = fold.OutOfSample is null ? null : BacktestMessages.From(fold.OutOfSample),
        };
        BacktestMessages.Set(fold.InSampleScore, value => message.InSampleScore = value);
        BacktestMessages.Set(fold.OutOfSampleScore, value => message.OutOfSampleScore = value);
        return message;
    }
}
