using Tradewind.Domain.Market;

namespace Tradewind.Sources.Simulation;

/// <summary>A bar of one instrument with the market at its end.</summary>
/// <param name="Instrument">Position of the instrument in the spec.</param>
/// <param name="Bar">The bar, on the ticks of the instrument.</param>
/// <param name="Bid">Bid at its close.</param>
/// <param name="Ask">Ask at its close, at least a tick above the bid.</param>
/// <param name="OpenInterest">Open interest of the day; NaN for instruments that have none.</param>
public readonly record struct GarchQuote(int Instrument, Bar Bar, double Bid, double Ask, double OpenInterest);
