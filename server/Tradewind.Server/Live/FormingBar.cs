using Tradewind.Domain.Market;

namespace Tradewind.Server.Live;

/// <summary>A bar under way.</summary>
/// <param name="Instrument">Ordinal of the instrument.</param>
/// <param name="Bar">Its state.</param>
/// <param name="KnownTime">When it changed last, UNIX nanoseconds UTC.</param>
/// <param name="Version">Number of the change.</param>
internal readonly record struct FormingBar(int Instrument, Bar Bar, long KnownTime, long Version);
