using Tradewind.Domain.Market;

namespace Tradewind.Sources.Simulation;

/// <summary>
/// Bars of one price: log returns with GARCH(1,1) variance (Bollerslev 1986; α 0.08, β 0.90, unit mean), regime-scaled volatility, rare
/// jumps for crypto, a lead by recent credit shocks, a weak pull towards the start that keeps endless streams in range, and a path inside
/// the bar that high and low are taken from.
/// </summary>
internal sealed class PriceProcess
{
    private const double Alpha = 0.08;
    private const double Beta = 0.90;
    private const double StressVolatility = 1.8;
    private const double StressDriftPerYear = -0.8;
    private const double PullPerYear = 0.15;
    private const double LeadStrength = 0.18;
    private const double JumpsPerDay = 0.006;
    private const int PathPoints = 6;

    private readonly SimulatedInstrument _instrument;
    private readonly SeededRandom _random;
    private readonly double _years;
    private readonly double _days;
    private readonly double _logStart;
    private readonly int _digits;
    private double _logPrice;
    private double _variance = 1;
    private double _lastClose;

    public PriceProcess(SimulatedInstrument instrument, ulong seed, Timeframe timeframe)
    {
        _instrument = instrument;
        _random = new SeededRandom(seed, instrument.Id);
        _days = (double)timeframe.Nanoseconds / UnixTime.Day;
        _years = _days / (instrument.AssetClass.IsCrypto() ? 365.0 : 252.0);
        _digits = Math.Clamp(5 - (int)Math.Floor(Math.Log10(instrument.StartLevel)), 2, 8);
        _logPrice = _logStart = Math.Log(instrument.StartLevel);
        _lastClose = Round(instrument.StartLevel);
    }

    /// <summary>Smallest step of the prices.</summary>
    public decimal TickSize => new(1, 0, 0, isNegative: false, (byte)_digits);

    /// <summary>Makes the bar of a step.</summary>
    public Bar Next(long time, MarketFactor market)
    {
        double own = _random.Normal();
        double z = Math.Sqrt(_instrument.MarketShare) * market.Shock + Math.Sqrt(1 - _instrument.MarketShare) * own;
        double volatility = _instrument.AnnualVolatility * Math.Sqrt(_years * _variance) * (market.IsStress ? StressVolatility : 1);
        double drift = (_instrument.AnnualDrift + (market.IsStress ? StressDriftPerYear : 0)) * _years
            - PullPerYear * (_logPrice - _logStart) * _years;

        // The memory fades by the day, so its lead spreads over the steps of a day.
        double lead = -LeadStrength * market.CreditMemory * volatility * Math.Sqrt(_days);
        double change = drift + volatility * z + lead + Jump(volatility);
        _variance = 1 - Alpha - Beta + Alpha * _variance * z * z + Beta * _variance;
        (double high, double low) = Path(change, volatility);
        double volume = Volume(change, volatility);
        double open = _lastClose;
        _logPrice += change;
        double close = Round(Math.Exp(_logPrice));
        _lastClose = close;
        return new Bar(
            time, open, Math.Max(Round(Math.Exp(high)), Math.Max(open, close)), Math.Min(Round(Math.Exp(low)), Math.Min(open, close)), close, volume);
    }

    // The draws are made whether or not a jump comes, so that the stream of a bar has a fixed length.
    private double Jump(double volatility)
    {
        (double chance, double size) = (_random.Uniform(), _random.Normal());
        return _instrument.AssetClass.IsCrypto() && chance < JumpsPerDay * _days ? volatility / Math.Sqrt(_days) * (-0.5 + 2.0 * size) : 0;
    }

    // Brownian bridge from the old to the new log price.
    private (double High, double Low) Path(double change, double volatility)
    {
        Span<double> steps = stackalloc double[PathPoints];
        double sum = 0;
        foreach (ref double step in steps)
        {
            step = _random.Normal() * volatility / Math.Sqrt(PathPoints);
            sum += step;
        }

        (double at, double high, double low) = (_logPrice, _logPrice, _logPrice);
        foreach (double step in steps)
        {
            at += step + (change - sum) / PathPoints;
            (high, low) = (Math.Max(high, at), Math.Min(low, at));
        }

        return (high, low);
    }

    private double Volume(double change, double volatility)
    {
        double activity = 0.35 * _random.Normal() + 0.5 * Math.Min(4, Math.Abs(change) / volatility) - 0.4;
        return Math.Round(_instrument.DailyVolume * _days * Math.Exp(activity), 3);
    }

    private double Round(double price) => Math.Max((double)TickSize, Math.Round(price, _digits));
}
