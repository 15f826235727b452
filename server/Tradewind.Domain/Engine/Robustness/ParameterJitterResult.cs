using System.Collections.Immutable;
using Tradewind.Domain.Engine.Optimization;

namespace Tradewind.Domain.Engine.Robustness;

/// <summary>How the neighbours of chosen parameters do. Figures that are undefined are null.</summary>
public sealed record ParameterJitterResult
{
    /// <summary>Score of the parameters as they are.</summary>
    public required double? BaseScore { get; init; }

    /// <summary>Neighbours in the order they were drawn, different from each other and from the parameters as they are.</summary>
    public required ImmutableArray<SweepTrial> Neighbours { get; init; }

    /// <summary>Draws the strategy refuses by a rule between parameters.</summary>
    public required int Skipped { get; init; }

    /// <summary>Share of neighbours with a score above 0; one without a score has none.</summary>
    public required double PositiveShare { get; init; }

    /// <summary>Share of neighbours with a better score than the parameters as they are; null where these have none. Near 0 is a lonely peak.</summary>
    public required double? BetterShare { get; init; }

    /// <summary>Scores of the neighbours that have one; null where none has.</summary>
    public required Percentiles? Scores { get; init; }

    /// <summary>Least score.</summary>
    public required double? Least { get; init; }

    /// <summary>Largest score.</summary>
    public required double? Largest { get; init; }

    /// <summary>Sample deviation of the scores.</summary>
    public required double? Deviation { get; init; }
}
