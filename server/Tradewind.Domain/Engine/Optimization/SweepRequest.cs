using Tradewind.Domain.Engine.Backtest;
using Tradewind.Domain.Errors;

namespace Tradewind.Domain.Engine.Optimization;

/// <summary>What to search.</summary>
public sealed record SweepRequest
{
    /// <summary>What every combination runs; its parameters are those that are not varied.</summary>
    public required BacktestRequest Backtest { get; init; }

    /// <summary>Parameters to vary.</summary>
    public required IReadOnlyList<ParameterAxis> Axes { get; init; }

    /// <summary>Grid, random or halving. Default grid.</summary>
    public SearchMethod Method { get; init; }

    /// <summary>Combinations of a random search. A halving draws so many, and starts from the whole grid where it is 0.</summary>
    public int Samples { get; init; }

    /// <summary>How a halving drops combinations.</summary>
    public HalvingOptions Halving { get; init; } = new();

    /// <summary>Seed of the draws. Default 42.</summary>
    public long Seed { get; init; } = 42;

    /// <summary>Which combination is best.</summary>
    public SelectionRule Selection { get; init; } = new();

    /// <summary>Combinations run at once; the result does not depend on it. Default 1.</summary>
    public int DegreeOfParallelism { get; init; } = 1;

    /// <summary>The combinations to run.</summary>
    /// <exception cref="InvalidInputException">Axes or selection are wrong.</exception>
    public ParameterCombinations Combinations()
    {
        Selection.Validate();
        SearchMethod start = Method;
        if (Method == SearchMethod.Halving)
        {
            Halving.Validate();
            start = Samples == 0 ? SearchMethod.Grid : SearchMethod.Random;
        }

        return ParameterCombinations.Of(Backtest.Descriptor, Backtest.Parameters, Axes, start, Samples, Seed);
    }
}
