namespace Tradewind.Sources.Simulation;

/// <summary>Two states of the whole market, calm and stress, that follow each other as a Markov chain.</summary>
/// <param name="CalmDays">Mean length of a calm spell in trading days, at least 1.</param>
/// <param name="StressDays">Mean length of a spell of stress in trading days, at least 1.</param>
/// <param name="StressVolatility">Volatility in stress as a multiple of that in calm times, 1 to 10.</param>
public sealed record RegimeSpec(double CalmDays, double StressDays, double StressVolatility);
