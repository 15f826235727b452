using System.Collections.Immutable;

namespace Tradewind.Sources.Simulation;

/// <summary>What one step of the market brought.</summary>
/// <param name="Index">Number of the step, from 0.</param>
/// <param name="Time">Start of the step, UNIX nanoseconds UTC; its bars are known one timeframe later.</param>
/// <param name="Rows">Rows in the order of the spec; instruments closed during the step have none.</param>
public sealed record SimulatedStep(int Index, long Time, ImmutableArray<SimulatedRow> Rows);
