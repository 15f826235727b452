namespace Tradewind.Domain.Strategies;

/// <summary>
/// A trading rule. It is called once a slice with what is known then and keeps its own indicators, so it cannot see the next bar.
/// Deterministic; one object serves one session.
/// </summary>
public interface IStrategy
{
    /// <summary>Name with parameters, e.g. <c>MACrossover(10,30)</c>.</summary>
    string Name { get; }

    /// <summary>Takes in a slice and gives signals or orders through the context.</summary>
    void OnSlice(IStrategyContext context);
}
