namespace Tradewind.Sources.Simulation;

/// <summary>
/// A credit spread in percent: its log reverts to a mean that widens in stress (Ornstein and Uhlenbeck), moved by the common credit shock
/// and a little noise of its own.
/// </summary>
internal sealed class SpreadProcess(SimulatedInstrument instrument, ulong seed)
{
    private const double DaysPerYear = 252;
    private const double ReversionPerDay = 0.02;
    private const double StressWidening = 1.8;
    private const double StressVolatility = 1.7;
    private const double CommonShare = 0.85;

    private readonly SeededRandom _random = new(seed, instrument.Id);
    private double _logSpread = Math.Log(instrument.StartLevel);

    /// <summary>Spread at the end of a day, in percent, four decimals.</summary>
    public double Next(MarketFactor market)
    {
        double mean = Math.Log(instrument.StartLevel * (market.IsStress ? StressWidening : 1));
        double volatility = instrument.AnnualVolatility / Math.Sqrt(DaysPerYear) * (market.IsStress ? StressVolatility : 1);
        double shock = Math.Sqrt(CommonShare) * market.CreditShock + Math.Sqrt(1 - CommonShare) * _random.Normal();
        _logSpread += ReversionPerDay * (mean - _logSpread) + volatility * shock;
        return Math.Round(Math.Exp(_logSpread), 4);
    }
}
