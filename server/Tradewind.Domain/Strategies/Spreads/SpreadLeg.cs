namespace Tradewind.Domain.Strategies.Spreads;

/// <summary>A leg of a spread.</summary>
/// <param name="Instrument">Ordinal of the instrument.</param>
/// <param name="Factor">What its price counts in the spread.</param>
/// <param name="Quantity">Signed quantity of one long spread.</param>
internal readonly record struct SpreadLeg(int Instrument, double Factor, decimal Quantity);
