namespace Tradewind.Domain.Strategies;

/// <summary>A parameter a strategy takes.</summary>
/// <param name="Name">Name, lower case with underscores.</param>
/// <param name="Kind">Type.</param>
/// <param name="Default">Value when none is given, in the invariant form.</param>
/// <param name="Documentation">What it does, with its unit.</param>
/// <param name="Minimum">Least value, inclusive; null for none.</param>
/// <param name="Maximum">Largest value, inclusive; null for none.</param>
public sealed record StrategyParameter(
    string Name, ParameterKind Kind, string Default, string Documentation, double? Minimum = null, double? Maximum = null);
