namespace Tradewind.Domain.Strategies;

/// <summary>An indicator's value at a signal.</summary>
/// <param name="Name">Name, e.g. <c>rsi</c>.</param>
/// <param name="Value">Value; NaN where undefined.</param>
public readonly record struct SignalValue(string Name, double Value);
