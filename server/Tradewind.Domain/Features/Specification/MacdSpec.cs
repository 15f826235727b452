namespace Tradewind.Domain.Features;

/// <summary>Windows of moving average convergence/divergence, in rows.</summary>
/// <param name="Fast">Fast average, at least 1 and below <paramref name="Slow"/>.</param>
/// <param name="Slow">Slow average.</param>
/// <param name="Signal">Signal average, at least 1.</param>
public sealed record MacdSpec(int Fast = 12, int Slow = 26, int Signal = 9);
