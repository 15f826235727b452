namespace Tradewind.Domain.Features;

/// <summary>A slope <c>beta_{column}_{benchmark}_{window}</c> of the column's changes on the benchmark's: returns of prices, differences of all else.</summary>
/// <param name="Column">Column of the frame.</param>
/// <param name="Benchmark">Another column of the frame.</param>
/// <param name="Window">Rows, at least 2.</param>
public sealed record BetaSpec(string Column, string Benchmark, int Window);
