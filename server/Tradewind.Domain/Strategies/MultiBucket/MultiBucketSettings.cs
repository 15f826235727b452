using System.Collections.Immutable;

namespace Tradewind.Domain.Strategies.MultiBucket;

/// <summary>Values of the multi-bucket strategy's parameters; see <see cref="MultiBucketParameters"/> for what each does.</summary>
internal sealed record MultiBucketSettings
{
    public required ImmutableArray<int> Horizons { get; init; }
    public required ImmutableArray<double> Weights { get; init; }
    public required int ScoreWindow { get; init; }
    public required int LeastScoreWindow { get; init; }
    public required double CompositeEntry { get; init; }
    public required double CompositeExit { get; init; }
    public required double BaseMomentum { get; init; }
    public required double Acceleration { get; init; }
    public required double EstablishedTrend { get; init; }
    public required int AccelerationDays { get; init; }
    public required double StrengthExit { get; init; }
    public required bool StrengthByUpDays { get; init; }
    public required int StrengthLookback { get; init; }
    public required double StrengthScale { get; init; }
    public required int RegressionWindow { get; init; }
    public required int ResidualWindow { get; init; }
    public required double ResidualEntry { get; init; }
    public required bool ResidualCumulative { get; init; }
    public required double ResidualBoostFrom { get; init; }
    public required double ResidualBoost { get; init; }
    public required double BetaTolerance { get; init; }
    public required bool AllowHedge { get; init; }
    public required bool NeutralizeAll { get; init; }
    public required double ReversionMaxCorrelation { get; init; }
    public required double ReversionExitCorrelation { get; init; }
    public required double Overextension { get; init; }
    public required double Oversold { get; init; }
    public required double ReversionStrength { get; init; }
    public required double ReversionTarget { get; init; }
    public required double ReversionShortShare { get; init; }
    public required double ReversionSize { get; init; }
    public required int PairWindow { get; init; }
    public required bool PairInLogs { get; init; }
    public required double PairEntry { get; init; }
    public required double PairExit { get; init; }
    public required double PairPartialExit { get; init; }
    public required double PairHardStop { get; init; }
    public required double PairCorrelation { get; init; }
    public required double PairCorrelationDecline { get; init; }
    public required double PairCorrelationBreakdown { get; init; }
    public required ImmutableArray<int> CorrelationWindows { get; init; }
    public required double LowCorrelation { get; init; }
    public required double HighCorrelation { get; init; }
    public required double LeastLeverage { get; init; }
    public required bool LeverageInterpolated { get; init; }
    public required double RegimeShift { get; init; }
    public required double RiskOffCorrelation { get; init; }
    public required double BreadthCollapse { get; init; }
    public required double BreadthComposite { get; init; }
    public required int RiskOffClearDays { get; init; }
    public required double TargetVolatility { get; init; }
    public required double MaxAsset { get; init; }
    public required double ClusterMultiplier { get; init; }
    public required double ClusterCorrelation { get; init; }
    public required double ConfidenceMedium { get; init; }
    public required double ConfidenceLow { get; init; }
    public required int VolatilityWindow { get; init; }
    public required double VolatilityFloor { get; init; }
    public required double DaysPerYear { get; init; }
    public required bool ScaleToTarget { get; init; }
    public required double LeastTrade { get; init; }
    public required double RebalanceBand { get; init; }
    public required int AtrWindow { get; init; }
    public required double StopAtr { get; init; }
    public required double TrailAtr { get; init; }
    public required bool TrailChandelier { get; init; }
    public required int TimeStopDays { get; init; }
    public required double TimeStopProfit { get; init; }
    public required double CircuitDrawdown { get; init; }
    public required double CircuitRecovery { get; init; }
    public required double CircuitReduction { get; init; }
    public required double SecondCircuitDrawdown { get; init; }
    public required double MomentumTarget { get; init; }
    public required double ResidualTarget { get; init; }
    public required double PairTarget { get; init; }
    public required double MeanReversionTarget { get; init; }
    public required double Cash { get; init; }

    /// <summary>Share of equity a bucket may hold gross at full leverage: the targets scaled so that the cash floor stays.</summary>
    public double TargetOf(Bucket bucket)
    {
        double target = bucket switch
        {
            Bucket.Momentum => MomentumTarget,
            Bucket.Residual => ResidualTarget,
            Bucket.Pair => PairTarget,
            Bucket.MeanReversion => MeanReversionTarget,
            _ => 0,
        };
        return target * (1 - Cash) / (MomentumTarget + ResidualTarget + PairTarget + MeanReversionTarget);
    }

    /// <summary>Leverage factor at an average correlation; the least where that is unknown.</summary>
    public double LeverageAt(double correlation)
    {
        if (double.IsNaN(correlation) || correlation >= HighCorrelation)
        {
            return LeastLeverage;
        }

        double along = (correlation - LowCorrelation) / (HighCorrelation - LowCorrelation);
        return correlation <= LowCorrelation ? 1
            : LeverageInterpolated ? 1 - (1 - LeastLeverage) * along
            : Math.Max(LeastLeverage, 1 - along);
    }

    /// <summary>Size multiplier of a confidence in [0, 1].</summary>
    public double ConfidenceMultiplier(double confidence) => confidence > 0.8 ? 1 : confidence > 0.6 ? ConfidenceMedium : ConfidenceLow;
}
