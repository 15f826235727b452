namespace Tradewind.Domain.Strategies.Volatility;

/// <summary>Settings of the volatility target.</summary>
/// <param name="Window">Bars of the volatility.</param>
/// <param name="Target">Annual volatility, fraction.</param>
/// <param name="PeriodsPerYear">Bars in a year.</param>
/// <param name="Floor">Least annual volatility that is divided by.</param>
/// <param name="MaxWeight">Largest weight before it is shared by the instruments.</param>
/// <param name="Band">Relative drift of the weight that is left alone.</param>
/// <param name="TrendWindow">Bars of the average the close has to be above; 0 for none.</param>
internal sealed record VolatilityTargetSettings(
    int Window, double Target, double PeriodsPerYear, double Floor, double MaxWeight, double Band, int TrendWindow);
