using Tradewind.Domain.Engine.Metrics;
using Tradewind.Domain.Engine.Robustness;

namespace Tradewind.Domain.Engine.Backtest;

/// <summary>What a search keeps of a trial.</summary>
/// <param name="Metrics">Figures; none against a benchmark.</param>
/// <param name="Moments">Moments of its returns.</param>
/// <param name="LedgerHash">Hash of everything the engine did.</param>
/// <param name="HaltedAt">Known time at which the drawdown guard halted trading; null when it did not.</param>
internal sealed record TrialFigures(PerformanceMetrics Metrics, ReturnMoments Moments, string LedgerHash, long? HaltedAt);
