namespace Tradewind.Domain.Engine.Robustness;

/// <summary>Equity of all paths after a number of observations, as percentiles.</summary>
/// <param name="Observation">Observations since the start, 0 for the start.</param>
/// <param name="Percentile5">5th percentile.</param>
/// <param name="Percentile25">25th.</param>
/// <param name="Median">50th.</param>
/// <param name="Percentile75">75th.</param>
/// <param name="Percentile95">95th.</param>
public sealed record FanStep(int Observation, double Percentile5, double Percentile25, double Median, double Percentile75, double Percentile95);
