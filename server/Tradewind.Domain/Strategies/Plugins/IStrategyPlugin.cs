namespace Tradewind.Domain.Strategies.Plugins;

/// <summary>
/// What a plug-in assembly offers: a public class with a public constructor without arguments that implements this. It must be
/// deterministic as the built-in strategies are: no clock, no unseeded randomness, nothing outside the context it is given.
/// </summary>
public interface IStrategyPlugin
{
    /// <summary>
    /// The strategies, each with its parameters typed, ranged and documented, and the function that makes one with no past. Asked for once, at
    /// the start of the server.
    /// </summary>
    IReadOnlyCollection<StrategyDescriptor> Strategies { get; }
}
