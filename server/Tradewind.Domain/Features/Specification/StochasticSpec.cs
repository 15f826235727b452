namespace Tradewind.Domain.Features;

/// <summary>Windows of the stochastic oscillator, in rows.</summary>
/// <param name="Window">Range, at least 1.</param>
/// <param name="Smoothing">Mean of K, at least 1.</param>
public sealed record StochasticSpec(int Window = 14, int Smoothing = 3);
