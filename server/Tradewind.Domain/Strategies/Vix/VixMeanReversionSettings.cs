namespace Tradewind.Domain.Strategies.Vix;

/// <summary>Settings of the VIX mean reversion.</summary>
/// <param name="VixThreshold">VIX above which it buys.</param>
/// <param name="DrawdownThreshold">Fall from the highest close beyond which it buys, fraction.</param>
/// <param name="Lookback">Bars of that highest close and of the VIX's percentile.</param>
/// <param name="Size">Share of equity before the adjustments.</param>
/// <param name="MaxSize">Largest share of equity.</param>
/// <param name="MaxAge">Bars a value of the VIX is carried forward.</param>
/// <param name="ExactRecovery">Whether the target takes back exactly 60 % of the fall.</param>
internal sealed record VixMeanReversionSettings(
    double VixThreshold, double DrawdownThreshold, int Lookback, double Size, double MaxSize, int MaxAge, bool ExactRecovery);
