namespace Tradewind.Domain.Strategies;

/// <summary>Settings of the divergence of price and oscillator.</summary>
/// <param name="ByMacd">The line of the MACD in place of the RSI.</param>
/// <param name="Period">Bars of the RSI.</param>
/// <param name="Lookback">Bars over which the two are compared.</param>
/// <param name="Upper">RSI at the start from which a bearish divergence counts.</param>
/// <param name="Lower">RSI at the start up to which a bullish divergence counts.</param>
/// <param name="Size">Share of equity.</param>
/// <param name="StopLoss">Distance of the stop, fraction.</param>
/// <param name="TakeProfit">Distance of the target, fraction.</param>
/// <param name="LongOnly">Leaves in place of going short.</param>
internal sealed record OscillatorDivergenceSettings(
    bool ByMacd, int Period, int Lookback, double Upper, double Lower, double Size, double StopLoss, double TakeProfit, bool LongOnly);
