namespace Tradewind.Sources.Simulation;

/// <summary>A market to make up: <see cref="SimulatorSpec"/> or <see cref="GarchMarketSpec"/>.</summary>
public abstract record SimulationRequest
{
    /// <summary>Start of a step, UNIX nanoseconds UTC, counted from 0; steps lie where the market is open.</summary>
    public abstract long TimeOf(int step);
}
