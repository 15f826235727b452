namespace Tradewind.Domain.Engine.Metrics;

/// <summary>Sums over the returns of a curve that need no second pass.</summary>
/// <param name="Gains">Σ max(r, 0).</param>
/// <param name="Losses">Σ max(−r, 0).</param>
/// <param name="SquaredLosses">Σ min(r, 0)².</param>
/// <param name="SquaredShortfalls">Σ min(r − threshold, 0)².</param>
internal readonly record struct ReturnSums(double Gains, double Losses, double SquaredLosses, double SquaredShortfalls);
