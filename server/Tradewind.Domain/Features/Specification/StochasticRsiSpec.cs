namespace Tradewind.Domain.Features;

/// <summary>Windows of the stochastic relative strength index, in rows, each at least 1.</summary>
/// <param name="RsiWindow">Relative strength index.</param>
/// <param name="StochasticWindow">Range of the index.</param>
/// <param name="KWindow">Mean of the raw stochastic.</param>
/// <param name="DWindow">Mean of K.</param>
public sealed record StochasticRsiSpec(int RsiWindow = 14, int StochasticWindow = 14, int KWindow = 3, int DWindow = 3);
