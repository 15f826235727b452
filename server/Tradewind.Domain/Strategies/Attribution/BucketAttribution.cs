namespace Tradewind.Domain.Strategies.Attribution;

/// <summary>What one bucket did. Money is in the account's currency.</summary>
/// <param name="Bucket">Name: <c>momentum</c>, <c>residual</c>, <c>pair</c>, <c>mean_reversion</c>, <c>hedge</c>.</param>
/// <param name="Profit">Realised and open profit less fees; over all buckets the change of equity.</param>
/// <param name="Fees">Fees charged to it.</param>
/// <param name="SignalCount">Entries it asked for.</param>
/// <param name="ClosedTrades">Positions closed.</param>
/// <param name="OpenPositions">Positions open at the end.</param>
/// <param name="HitRate">Closed positions with a profit over all closed, in [0, 1]; null without any.</param>
/// <param name="AverageHoldingDays">Mean days from fill to fill; null without closed positions.</param>
/// <param name="AverageRiskMultiple">Profit of closed positions over their risk at entry (2 true ranges); null without risk known.</param>
/// <param name="AverageGross">Mean gross weight over all days, fraction of equity.</param>
/// <param name="SlippageBasisPoints">Slippage against the raw price, weighted by money; null without fills.</param>
/// <param name="ResidualAlpha">Σ weight × next day's residual; for the residual bucket, 0 elsewhere.</param>
/// <param name="RangeMinimum">Lower end of its published range of gross weight, reported and never enforced; null for the hedge.</param>
/// <param name="RangeMaximum">Upper end.</param>
/// <param name="ShareInRange">Share of the days with risk on at which it was inside; null without such days, and for the hedge.</param>
public sealed record BucketAttribution(
    string Bucket,
    double Profit,
    double Fees,
    int SignalCount,
    int ClosedTrades,
    int OpenPositions,
    double? HitRate,
    double? AverageHoldingDays,
    double? AverageRiskMultiple,
    double AverageGross,
    double? SlippageBasisPoints,
    double ResidualAlpha,
    double? RangeMinimum,
    double? RangeMaximum,
    double? ShareInRange);
