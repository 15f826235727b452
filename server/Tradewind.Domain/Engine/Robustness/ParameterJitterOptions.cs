using Tradewind.Domain.Engine.Optimization;
using Tradewind.Domain.Errors;

namespace Tradewind.Domain.Engine.Robustness;

/// <summary>How the neighbourhood of chosen parameters is searched.</summary>
public sealed record ParameterJitterOptions
{
    /// <summary>Parameters to move; empty for all numbers of the strategy that are not 0.</summary>
    public IReadOnlyList<string> Parameters { get; init; } = [];

    /// <summary>How far a value may move, as a fraction of itself, in (0, 1]; whole numbers by at least 1. Default 0.1.</summary>
    public double Fraction { get; init; } = 0.1;

    /// <summary>Neighbours to draw, 1 to 1000; fewer where there are fewer. Default 50.</summary>
    public int Samples { get; init; } = 50;

    /// <summary>Seed. Default 42.</summary>
    public long Seed { get; init; } = 42;

    /// <summary>What a neighbour is scored by; its fewest trades and least Sharpe ratio say which are fit to be chosen.</summary>
    public SelectionRule Selection { get; init; } = new();

    /// <summary>Backtests run at once; the result does not depend on it. Default 1.</summary>
    public int DegreeOfParallelism { get; init; } = 1;

    /// <summary>Checks what does not need the strategy.</summary>
    /// <exception cref="InvalidInputException">Reason <c>JITTER_INVALID</c>; lists every violation.</exception>
    public void Validate()
    {
        Selection.Validate();
        List<FieldViolation> violations = [];
        if (Fraction is not (> 0 and <= 1))
        {
            violations.Add(new FieldViolation("jitter_fraction", FormattableString.Invariant($"must be a fraction in (0, 1], was {Fraction}.")));
        }

        if (Samples is < 1 or > 1000)
        {
            violations.Add(new FieldViolation("sample_count", $"must be from 1 to 1000, was {Samples}."));
        }

        if (violations.Count > 0)
        {
            throw new InvalidInputException("JITTER_INVALID", violations);
        }
    }
}
