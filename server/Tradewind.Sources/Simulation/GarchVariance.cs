namespace Tradewind.Sources.Simulation;

/// <summary>
/// Variance a minute of one price by GARCH(1,1) (Bollerslev 1986): α 0.10, β 0.85, ω set so that its mean is the fair one (oil
/// specification, section 7). Starts at its mean.
/// </summary>
public struct GarchVariance
{
    private const double Alpha = 0.10;
    private const double Beta = 0.85;

    private readonly double _mean;

    /// <summary>Starts at the mean of a yearly volatility.</summary>
    /// <param name="annualVolatility">Volatility a year as a fraction.</param>
    /// <param name="daysPerYear">Trading days a year: 252, or 365 for crypto.</param>
    /// <param name="minutesPerDay">Minutes of trading a day.</param>
    public GarchVariance(double annualVolatility, double daysPerYear, double minutesPerDay)
    {
        _mean = annualVolatility * annualVolatility / (daysPerYear * minutesPerDay);
        Value = _mean;
    }

    /// <summary>Variance of log returns a minute.</summary>
    public double Value { get; private set; }

    /// <summary>Takes in the standard normal shock of the last update: once an update, whatever its length.</summary>
    public void Update(double shock) => Value = (1 - Alpha - Beta) * _mean + Alpha * Value * shock * shock + Beta * Value;
}
