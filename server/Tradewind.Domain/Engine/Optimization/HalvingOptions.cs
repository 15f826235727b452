using Tradewind.Domain.Errors;

namespace Tradewind.Domain.Engine.Optimization;

/// <summary>How a successive halving drops combinations (Jamieson and Talwalkar 2016, Non-stochastic best arm identification).</summary>
public sealed record HalvingOptions
{
    /// <summary>η: each rung keeps one combination in so many and shows it so many times the bars. At least 2. Default 3.</summary>
    public int Factor { get; init; } = 3;

    /// <summary>Least share of the bars of the first rung, in (0, 1]; 1 is one rung on all bars. Default 1/9.</summary>
    public double MinimumShare { get; init; } = 1.0 / 9;

    /// <summary>Checks every value.</summary>
    /// <exception cref="InvalidInputException">Reason <c>HALVING_INVALID</c>; lists every violation.</exception>
    public void Validate()
    {
        List<FieldViolation> violations = [];
        if (Factor is < 2 or > 1000)
        {
            violations.Add(new FieldViolation("halving_factor", $"must be from 2 to 1000, was {Factor}."));
        }

        if (MinimumShare is not (> 0 and <= 1))
        {
            violations.Add(new FieldViolation("minimum_bar_fraction", FormattableString.Invariant($"must be a fraction in (0, 1], was {MinimumShare}.")));
        }

        if (violations.Count > 0)
        {
            throw new InvalidInputException("HALVING_INVALID", violations);
        }
    }
}
