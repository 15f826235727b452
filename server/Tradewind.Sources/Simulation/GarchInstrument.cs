using Tradewind.Domain.Market;

namespace Tradewind.Sources.Simulation;

/// <summary>An instrument of a market of correlated GARCH prices.</summary>
/// <param name="Id">Its id; should say that it is simulated.</param>
/// <param name="AssetClass">Crypto trades on every day around the clock, anything else in sessions from Monday to Friday.</param>
/// <param name="Reference">Price it starts near and is pulled to, positive.</param>
/// <param name="AnnualVolatility">Volatility of log returns a year in calm times, as a fraction; above 0, at most 5.</param>
public sealed record GarchInstrument(string Id, AssetClass AssetClass, double Reference, double AnnualVolatility)
{
    /// <summary>Instruments of a group open with a common gap and jump together, so that a curve stays a curve. Default: a group of its own.</summary>
    public string? Group { get; init; }

    /// <summary>Smallest price step, positive.</summary>
    public decimal TickSize { get; init; } = 0.01m;

    /// <summary>Money per price point and unit.</summary>
    public decimal Multiplier { get; init; } = 1m;

    /// <summary>Ask minus bid as a fraction of the price; at least one tick is quoted. Default 5 basis points.</summary>
    public double SpreadFraction { get; init; } = 0.0005;

    /// <summary>Mean volume of a day in units of the instrument, positive.</summary>
    public double DailyVolume { get; init; } = 25_000;

    /// <summary>Mean open interest in contracts; null for instruments that have none.</summary>
    public double? OpenInterest { get; init; }

    /// <summary>Name for people without the label; the id where null.</summary>
    public string? Name { get; init; }
}
