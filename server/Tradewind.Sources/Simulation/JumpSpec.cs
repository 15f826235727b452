namespace Tradewind.Sources.Simulation;

/// <summary>Sudden moves of the log price on top of the diffusion (Merton 1976), common to the instruments of a group.</summary>
/// <param name="PerYear">Mean number a year of trading, above 0, at most 1000.</param>
/// <param name="Mean">Mean of a move as a fraction, −0.5 to 0.5.</param>
/// <param name="Deviation">Standard deviation of a move as a fraction, 0 to 0.5.</param>
public sealed record JumpSpec(double PerYear, double Mean, double Deviation);
