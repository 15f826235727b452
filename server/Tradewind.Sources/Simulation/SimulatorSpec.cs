using System.Collections.Immutable;
using Tradewind.Domain.Market;

namespace Tradewind.Sources.Simulation;

/// <summary>What market to make up. The same spec gives the same bits; a larger <see cref="Rows"/> only appends.</summary>
public sealed record SimulatorSpec : SimulationRequest
{
    /// <summary>Seed of all randomness. Default 42.</summary>
    public ulong Seed { get; init; } = 42;

    /// <summary>Instruments; ids differ. Default: two coins and a high-yield spread.</summary>
    public ImmutableArray<SimulatedInstrument> Instruments { get; init; } = DefaultInstruments;

    /// <summary>First step, UNIX nanoseconds UTC; on the grid of <see cref="Timeframe"/>. Default 2020-01-01.</summary>
    public long Start { get; init; } = UnixTime.FromDate(2020, 1, 1);

    /// <summary>Steps to make. A step is one bar length; weekday instruments have fewer rows. Default 1200.</summary>
    public int Rows { get; init; } = 1200;

    /// <summary>Length of a step: one day or a whole fraction of it. Spreads are daily in any case. Default one day.</summary>
    public Timeframe Timeframe { get; init; } = Timeframe.Day;

    /// <inheritdoc />
    public override long TimeOf(int step) => Start + step * Timeframe.Nanoseconds;

    /// <summary><c>SIM-BTC/USD</c>, <c>SIM-ETH/USD</c> and <c>SIMHY Index</c>.</summary>
    public static ImmutableArray<SimulatedInstrument> DefaultInstruments { get; } =
    [
        new("SIM-BTC/USD", AssetClass.CryptoSpot, 7_200) { MarketShare = 0.7 },
        new("SIM-ETH/USD", AssetClass.CryptoSpot, 130) { AnnualVolatility = 0.7, AnnualDrift = 0.45, MarketShare = 0.6, DailyVolume = 400_000 },
        new("SIMHY Index", AssetClass.CreditIndex, 3.8) { AnnualVolatility = 0.35 },
    ];
}
