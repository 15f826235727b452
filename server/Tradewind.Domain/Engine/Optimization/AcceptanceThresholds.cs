using Tradewind.Domain.Errors;

namespace Tradewind.Domain.Engine.Optimization;

/// <summary>How much a change of parameters has to show.</summary>
public sealed record AcceptanceThresholds
{
    /// <summary>Largest threshold.</summary>
    public const double Largest = 10;

    /// <summary>Least gain of the annualised Sharpe ratio out of sample, 0 to 10. Default 0.2.</summary>
    public double LeastSharpeImprovement { get; init; } = 0.2;

    /// <summary>Least residual information ratio out of sample, 0 to 10, see <see cref="ResidualReturns"/>. Default 0.3.</summary>
    public double LeastInformationRatio { get; init; } = 0.3;

    /// <summary>Checks every value.</summary>
    /// <exception cref="InvalidInputException">Reason <c>ACCEPTANCE_INVALID</c>: one is out of range.</exception>
    public void Validate()
    {
        Check("least_sharpe_improvement", LeastSharpeImprovement);
        Check("least_residual_information_ratio", LeastInformationRatio);
    }

    private static void Check(string field, double value)
    {
        if (value is not (>= 0 and <= Largest))
        {
            throw new InvalidInputException(
                "ACCEPTANCE_INVALID", $"acceptance.{field}", FormattableString.Invariant($"must be from 0 to {Largest}, was {value}."));
        }
    }
}
