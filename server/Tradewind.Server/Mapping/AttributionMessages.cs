using Tradewind.Domain.Strategies.Attribution;

namespace Tradewind.Server.Mapping;

/// <summary>Attribution by bucket as messages.</summary>
internal static class AttributionMessages
{
    /// <summary>The message; undefined figures stay absent.</summary>
    public static V1.PortfolioAttribution From(PortfolioAttribution attribution)
    {
        V1.PortfolioAttribution message = new()
        {
            Buckets = { attribution.Buckets.Select(From) },
            Months = { attribution.Months.Select(From) },
            MeanAbsoluteBeta = attribution.MeanAbsoluteBeta,
            AbsoluteBeta95 = attribution.AbsoluteBeta95,
            NeutralFraction = attribution.NeutralShare,
            DayCount = attribution.Days.Count,
            RiskOffDayCount = attribution.RiskOffDays,
            CircuitDayCount = attribution.CircuitDays,
            CircuitTripCount = attribution.CircuitTrips,
            CircuitCutCount = attribution.CircuitCuts,
            Exits =
            {
                attribution.Trades.GroupBy(trade => (trade.Bucket, trade.ExitReason))
                    .OrderBy(exit => exit.Key.Bucket, StringComparer.Ordinal).ThenBy(exit => exit.Key.ExitReason, StringComparer.Ordinal)
                    .Select(exit => new V1.ExitCount { Bucket = exit.Key.Bucket, Reason = exit.Key.ExitReason, Count = exit.Count() }),
            },
        };
        BacktestMessages.Set(attribution.CashInRange, value => message.CashInRangeFraction = value);
        BacktestMessages.Set(attribution.InformationRatio, value => message.InformationRatio = value);
        BacktestMessages.Set(attribution.ShiftPrecision, value => message.ShiftPrecision = value);
        BacktestMessages.Set(attribution.ShiftRecall, value => message.ShiftRecall = value);
        return message;
    }

    private static V1.BucketAttribution From(BucketAttribution bucket)
    {
        V1.BucketAttribution message = new()
        {
            Bucket = bucket.Bucket,
            Profit = bucket.Profit,
            Fees = bucket.Fees,
            SignalCount = bucket.SignalCount,
            ClosedTradeCount = bucket.ClosedTrades,
            OpenPositionCount = bucket.OpenPositions,
            AverageGrossFraction = bucket.AverageGross,
            ResidualAlphaFraction = bucket.ResidualAlpha,
        };
        BacktestMessages.Set(bucket.RangeMinimum, value => message.RangeMinimumFraction = value);
        BacktestMessages.Set(bucket.RangeMaximum, value => message.RangeMaximumFraction = value);
        BacktestMessages.Set(bucket.ShareInRange, value => message.DaysInRangeFraction = value);
        BacktestMessages.Set(bucket.HitRate, value => message.HitRateFraction = value);
        BacktestMessages.Set(bucket.AverageHoldingDays, value => message.AverageHoldingDays = value);
        BacktestMessages.Set(bucket.AverageRiskMultiple, value => message.AverageRiskMultiple = value);
        BacktestMessages.Set(bucket.SlippageBasisPoints, value => message.SlippageBasisPoints = value);
        return message;
    }

    private static V1.MonthAttribution From(MonthAttribution month)
    {
        V1.MonthAttribution message = new()
        {
            Year = month.Year,
            Month = month.Month,
            Profits = { month.Profit },
            TurnoverFraction = month.Turnover,
            NetAlphaFraction = month.NetAlpha,
        };
        BacktestMessages.Set(month.InformationCoefficient, value => message.InformationCoefficient = value);
        return message;
    }
}
