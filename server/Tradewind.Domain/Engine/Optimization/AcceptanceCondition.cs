namespace Tradewind.Domain.Engine.Optimization;

/// <summary>One thing a change has to show.</summary>
/// <param name="Name">Name: <c>sharpe_improvement</c> or <c>residual_information_ratio</c>.</param>
/// <param name="Value">What it showed; null where undefined.</param>
/// <param name="Least">What it had to show at least.</param>
/// <param name="Reason">The same as a sentence.</param>
public sealed record AcceptanceCondition(string Name, double? Value, double Least, string Reason)
{
    /// <summary>True when it is met; what is undefined is not.</summary>
    public bool IsMet => Value >= Least;
}
