namespace Tradewind.Domain.Engine;

/// <summary>State of the account after a slice with bars.</summary>
/// <param name="Time">Known time of the slice, UNIX nanoseconds.</param>
/// <param name="Equity">Cash plus open profit, marked at the last closes.</param>
/// <param name="Cash">Capital plus realised profit less costs and financing.</param>
/// <param name="Unrealised">Open profit.</param>
/// <param name="GrossExposure">Σ|quantity × close × multiplier|.</param>
/// <param name="OpenPositions">Instruments with a position.</param>
public readonly record struct EquityPoint(
    long Time, double Equity, decimal Cash, double Unrealised, double GrossExposure, int OpenPositions);
