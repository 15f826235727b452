using Tradewind.Domain.Market;

namespace Tradewind.Sources.Simulation;

/// <summary>
/// What all instruments share: a two-state regime (calm, stress), the common shock of prices, and the credit shock, which moves against
/// the common shock and leads prices a little through its fading memory.
/// </summary>
internal sealed class MarketFactor(ulong seed, Timeframe timeframe)
{
    private const double CalmDays = 150;
    private const double StressDays = 30;
    private const double CreditCorrelation = -0.55;
    private const double MemoryPerDay = 0.75;

    private readonly SeededRandom _random = new(seed, "market");
    private readonly double _days = (double)timeframe.Nanoseconds / UnixTime.Day;
    private double _memory;

    /// <summary>True in the stress regime: more volatility, falling prices, wider spreads.</summary>
    public bool IsStress { get; private set; }

    /// <summary>Standard normal shock of this step, common to all prices.</summary>
    public double Shock { get; private set; }

    /// <summary>Standard normal shock of this day to spreads; 0 within a day and on weekends.</summary>
    public double CreditShock { get; private set; }

    /// <summary>Recent credit shocks known before this step, fading; unit variance on weekdays.</summary>
    public double CreditMemory { get; private set; }

    /// <summary>Moves to the next step.</summary>
    /// <param name="closesCreditDay">True when the step ends a Monday-to-Friday day.</param>
    /// <param name="closesDay">True when the step ends a day.</param>
    public void Advance(bool closesDay, bool closesCreditDay)
    {
        double switchChance = 1 - Math.Exp(-_days / (IsStress ? StressDays : CalmDays));
        IsStress ^= _random.Uniform() < switchChance;
        CreditMemory = _memory;
        Shock = _random.Normal();
        double own = _random.Normal();
        CreditShock = closesCreditDay ? CreditCorrelation * Shock + Math.Sqrt(1 - CreditCorrelation * CreditCorrelation) * own : 0;
        if (closesDay)
        {
            _memory = MemoryPerDay * _memory + Math.Sqrt(1 - MemoryPerDay * MemoryPerDay) * CreditShock;
        }
    }
}
