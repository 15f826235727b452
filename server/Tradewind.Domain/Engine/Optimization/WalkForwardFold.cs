using Tradewind.Domain.Engine.Metrics;

namespace Tradewind.Domain.Engine.Optimization;

/// <summary>What a fold chose, and how that did afterwards. Without a valid combination a fold stays flat and the rest is null.</summary>
public sealed record WalkForwardFold
{
    /// <summary>Bars of the fold.</summary>
    public required WalkForwardWindow Window { get; init; }

    /// <summary>Known time of the first in-sample bar, UNIX nanoseconds.</summary>
    public required long InSampleStart { get; init; }

    /// <summary>Known time of the first out-of-sample bar.</summary>
    public required long OutOfSampleStart { get; init; }

    /// <summary>Known time of the last out-of-sample bar.</summary>
    public required long OutOfSampleEnd { get; init; }

    /// <summary>Combinations fit to be chosen.</summary>
    public required int ValidCount { get; init; }

    /// <summary>Combinations whose trading in sample the drawdown guard halted.</summary>
    public required int HaltedCount { get; init; }

    /// <summary>Known time at which the drawdown guard halted the choice out of sample; null when it did not.</summary>
    public long? OutOfSampleHaltedAt { get; init; }

    /// <summary>Values of the parameters varied that were chosen.</summary>
    public required IReadOnlyDictionary<string, string>? Parameters { get; init; }

    /// <summary>Score in sample.</summary>
    public required double? InSampleScore { get; init; }

    /// <summary>Score out of sample.</summary>
    public required double? OutOfSampleScore { get; init; }

    /// <summary>Figures in sample.</summary>
    public required PerformanceMetrics? InSample { get; init; }

    /// <summary>Figures out of sample.</summary>
    public required PerformanceMetrics? OutOfSample { get; init; }
}
