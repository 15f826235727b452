namespace Tradewind.Domain.Strategies;

/// <summary>Settings of the moving-average momentum.</summary>
/// <param name="Fast">Bars of the fast average.</param>
/// <param name="Slow">Bars of the slow average.</param>
/// <param name="Threshold">Relative distance of the averages beyond which it trades.</param>
/// <param name="Overbought">RSI above which it does not buy.</param>
/// <param name="Oversold">RSI below which it does not sell.</param>
/// <param name="Size">Share of equity before the distance is counted.</param>
/// <param name="StopLoss">Distance of the stop, fraction.</param>
/// <param name="TakeProfit">Distance of the target, fraction.</param>
internal sealed record MovingAverageTrendSettings(
    int Fast, int Slow, double Threshold, double Overbought, double Oversold, double Size, double StopLoss, double TakeProfit);
