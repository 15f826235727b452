using Tradewind.Domain.Engine.Metrics;
using Tradewind.Domain.Engine.Robustness;

namespace Tradewind.Domain.Engine.Optimization;

/// <summary>One combination and what it gave.</summary>
public sealed record SweepTrial
{
    /// <summary>Place in the order of combinations, from 0.</summary>
    public required int Index { get; init; }

    /// <summary>Values of the parameters varied, by name.</summary>
    public required IReadOnlyDictionary<string, string> Parameters { get; init; }

    /// <summary>SHA-256 of all parameters.</summary>
    public required string ParametersHash { get; init; }

    /// <summary>Value of the target metric; null where undefined.</summary>
    public required double? Score { get; init; }

    /// <summary>True when it may be chosen.</summary>
    public required bool IsValid { get; init; }

    /// <summary>Figures.</summary>
    public required PerformanceMetrics Metrics { get; init; }

    /// <summary>Moments of its returns.</summary>
    public required ReturnMoments Moments { get; init; }

    /// <summary>SHA-256 over everything the engine did.</summary>
    public required string LedgerHash { get; init; }
}
