using Tradewind.Domain.Market;

namespace Tradewind.Sources.Simulation;

/// <summary>One row of one instrument.</summary>
/// <param name="Instrument">Position of the instrument in the spec.</param>
/// <param name="Time">Open time of a bar, or date of a spread, UNIX nanoseconds UTC.</param>
/// <param name="Bar">The bar; all prices NaN for a spread.</param>
/// <param name="Value">The spread in percent; NaN for a bar.</param>
public readonly record struct SimulatedRow(int Instrument, long Time, Bar Bar, double Value);
