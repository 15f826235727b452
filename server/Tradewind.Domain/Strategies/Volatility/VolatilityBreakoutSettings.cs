namespace Tradewind.Domain.Strategies.Volatility;

/// <summary>Settings of the volatility breakout.</summary>
/// <param name="Window">Bars of the volatility and of the return that confirms.</param>
/// <param name="History">Volatilities before this bar that the percentiles are of.</param>
/// <param name="LeastHistory">Fewest of them.</param>
/// <param name="Threshold">Percentile beyond which it is high.</param>
/// <param name="Extreme">Percentile beyond which it is extreme.</param>
/// <param name="Size">Share of equity at full strength and confidence.</param>
/// <param name="ConfirmDirection">Whether the return has to agree.</param>
internal sealed record VolatilityBreakoutSettings(
    int Window, int History, int LeastHistory, double Threshold, double Extreme, double Size, bool ConfirmDirection);
