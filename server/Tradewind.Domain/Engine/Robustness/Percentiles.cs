namespace Tradewind.Domain.Engine.Robustness;

/// <summary>5th, 50th and 95th percentile, interpolated between order statistics.</summary>
/// <param name="Low">5th.</param>
/// <param name="Median">50th.</param>
/// <param name="High">95th.</param>
public sealed record Percentiles(double Low, double Median, double High);
