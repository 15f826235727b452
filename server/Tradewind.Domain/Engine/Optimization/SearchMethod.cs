namespace Tradewind.Domain.Engine.Optimization;

/// <summary>How combinations are chosen.</summary>
public enum SearchMethod
{
    /// <summary>Every combination of the axes.</summary>
    Grid = 0,

    /// <summary>A number of combinations drawn from the axes.</summary>
    Random,

    /// <summary>Every combination on the first bars, the better ones on more, the last ones on all; see <see cref="HalvingPlan"/>.</summary>
    Halving,
}
