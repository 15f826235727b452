namespace Tradewind.Domain.Engine.Optimization;

/// <summary>How far a search is.</summary>
/// <param name="Done">Backtests done, those of an earlier attempt included.</param>
/// <param name="Total">Backtests in all.</param>
/// <param name="Stage">What is done now: <c>trials</c>, <c>fold 2 of 5</c>.</param>
public readonly record struct SweepProgress(int Done, int Total, string Stage);
