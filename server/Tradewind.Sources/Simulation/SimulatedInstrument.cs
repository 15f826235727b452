using Tradewind.Domain.Market;

namespace Tradewind.Sources.Simulation;

/// <summary>An instrument the simulator makes up.</summary>
/// <param name="Id">Its id; should say that it is simulated, e.g. <c>SIM-BTC/USD</c>.</param>
/// <param name="AssetClass">
/// Credit index: a spread <c>OAS</c> on Monday to Friday, in percent. Crypto: bars on every day. Anything else: bars on Monday to Friday.
/// </param>
/// <param name="StartLevel">First price, or first spread in percent; positive.</param>
public sealed record SimulatedInstrument(string Id, AssetClass AssetClass, double StartLevel)
{
    /// <summary>Mean log return a year of calm times, as a fraction. Default 0.4. Unused for spreads.</summary>
    public double AnnualDrift { get; init; } = 0.4;

    /// <summary>Volatility a year of calm times, as a fraction: of log returns for prices (default 0.55), of the log of a spread.</summary>
    public double AnnualVolatility { get; init; } = 0.55;

    /// <summary>Share of the variance of a price that the common market factor explains, 0..1. Default 0.5.</summary>
    public double MarketShare { get; init; } = 0.5;

    /// <summary>Mean volume of a day in units of the instrument. Default 25 000. Unused for spreads.</summary>
    public double DailyVolume { get; init; } = 25_000;
}
