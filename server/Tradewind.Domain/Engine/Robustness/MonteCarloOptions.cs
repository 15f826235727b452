using Tradewind.Domain.Errors;

namespace Tradewind.Domain.Engine.Robustness;

/// <summary>How a history is drawn again.</summary>
public sealed record MonteCarloOptions
{
    /// <summary>Paths, 1 to 100,000. Default 1000.</summary>
    public int Simulations { get; init; } = 1000;

    /// <summary>How a path is drawn. Default blocks.</summary>
    public MonteCarloDraw Draw { get; init; }

    /// <summary>Observations drawn together by blocks, so that what belongs together stays together. Default 5.</summary>
    public int BlockSize { get; init; } = 5;

    /// <summary>Seed. Default 42.</summary>
    public long Seed { get; init; } = 42;

    /// <summary>Drawdown as a fraction from which a path counts as ruined, in (0, 1]. Default 0.2.</summary>
    public double RuinDrawdown { get; init; } = 0.2;

    /// <summary>Steps of the equity fan after the start, at most; 0 for no fan. Default 100.</summary>
    public int FanSteps { get; init; } = 100;

    /// <summary>Paths computed at once; the result does not depend on it. Default 1.</summary>
    public int DegreeOfParallelism { get; init; } = 1;

    /// <summary>Checks every value against a number of observations.</summary>
    /// <exception cref="InvalidInputException">Reason <c>MONTE_CARLO_INVALID</c>; lists every violation.</exception>
    public void Validate(int observations)
    {
        (string Field, bool Valid, string Need)[] checks =
        [
            ("simulation_count", Simulations is >= 1 and <= 100_000, $"must be from 1 to 100000, was {Simulations}."),
            ("block_size", Draw == MonteCarloDraw.Shuffle || (BlockSize >= 1 && BlockSize <= observations),
                $"must be from 1 to the number of observations, {observations}, was {BlockSize}; take smaller blocks or a longer backtest."),
            ("draw", Draw != MonteCarloDraw.Shuffle || observations >= 2,
                $"needs at least 2 observations to put into another order, there are {observations}; take a longer backtest."),
            ("ruin_drawdown_fraction", RuinDrawdown is > 0 and <= 1, FormattableString.Invariant($"must be a fraction in (0, 1], was {RuinDrawdown}.")),
            ("fan_steps", FanSteps is >= 0 and <= 1000, $"must be from 0 to 1000, was {FanSteps}."),
        ];
        FieldViolation[] violations = [.. checks.Where(check => !check.Valid).Select(check => new FieldViolation(check.Field, check.Need))];
        if (violations.Length > 0)
        {
            throw new InvalidInputException("MONTE_CARLO_INVALID", violations);
        }
    }
}
