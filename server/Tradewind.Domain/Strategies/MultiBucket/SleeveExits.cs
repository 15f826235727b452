namespace Tradewind.Domain.Strategies.MultiBucket;

/// <summary>Which rule closes a sleeve at a close (multi-bucket specification, sections 2 to 5, 9 and 11): the first that holds.</summary>
internal sealed class SleeveExits(MultiBucketSettings settings)
{
    /// <summary>Reason to close, or an empty text. Moves the trailing stop and the count of fading days: call once a day.</summary>
    public string ReasonFor(Sleeve sleeve, int row, RegimeView regime, PairState[] pairs) => sleeve switch
    {
        { IsTorn: true } => "leg missing",
        { Bucket: Bucket.Momentum } => Momentum(sleeve),
        { Bucket: Bucket.Residual } => Residual(sleeve, row),
        { Bucket: Bucket.MeanReversion } => MeanReversion(sleeve, row, regime),
        { Bucket: Bucket.Pair } => Pair(sleeve, row, pairs[sleeve.Pair]),
        _ => "",
    };

    /// <summary>True when half of a pair is due, once.</summary>
    public bool IsHalfDue(Sleeve sleeve, PairState[] pairs) =>
        sleeve is { Bucket: Bucket.Pair, Halved: false } && Math.Abs(ScoreOf(sleeve, pairs[sleeve.Pair])) <= settings.PairPartialExit;

    /// <summary>Price at which a momentum sleeve is stopped.</summary>
    /// <param name="entry">Fill price.</param>
    /// <param name="signalRange">True range at the signal.</param>
    /// <param name="highWater">Highest of entry and closes since.</param>
    /// <param name="range">True range today.</param>
    public double TrailingStop(double entry, double signalRange, double highWater, double range)
    {
        double start = entry - settings.StopAtr * signalRange;
        return settings.TrailChandelier
            ? Math.Max(start, highWater - settings.TrailAtr * range)
            : start + Math.Floor((highWater - entry) / signalRange) * signalRange;
    }

    private string Momentum(Sleeve sleeve)
    {
        AssetState asset = sleeve.First.Asset;
        double entry = (double)sleeve.First.EntryPrice;
        sleeve.HighWater = Math.Max(double.IsNaN(sleeve.HighWater) ? entry : sleeve.HighWater, double.IsNaN(asset.Close) ? entry : asset.Close);
        bool fading = asset.Acceleration < 0 && !(asset.Score[^1] > settings.EstablishedTrend);
        sleeve.FadingDays = fading ? sleeve.FadingDays + 1 : 0;
        return asset.Close <= TrailingStop(entry, sleeve.SignalRange, sleeve.HighWater, asset.Range) ? "stop"
            : asset.Composite < settings.CompositeExit ? "composite momentum"
            : sleeve.FadingDays >= settings.AccelerationDays ? "acceleration"
            : asset.Strength < settings.StrengthExit ? "momentum strength"
            : "";
    }

    private string Residual(Sleeve sleeve, int row)
    {
        AssetState asset = sleeve.First.Asset;
        return IsStopped(sleeve) ? "stop"
            : sleeve.Direction * asset.ResidualScore <= 0 ? "residual reversed"
            : IsOld(sleeve, row, RiskOf(sleeve)) ? "time"
            : "";
    }

    private string MeanReversion(Sleeve sleeve, int row, RegimeView regime)
    {
        AssetState asset = sleeve.First.Asset;
        bool arrived = sleeve.Direction < 0 ? asset.Score[0] <= settings.ReversionTarget : asset.Score[0] >= -settings.ReversionTarget;
        return IsStopped(sleeve) ? "stop"
            : arrived ? "target"
            : regime.AverageCorrelation >= settings.ReversionExitCorrelation ? "correlation"
            : row - sleeve.FillRow >= settings.TimeStopDays ? "time"
            : "";
    }

    private string Pair(Sleeve sleeve, int row, PairState pair)
    {
        double score = ScoreOf(sleeve, pair);
        bool converged = sleeve.Direction > 0 ? score >= -settings.PairExit : score <= settings.PairExit;
        double unit = settings.PairInLogs ? (double)sleeve.First.EntryPrice : 1;
        double target = Math.Abs(sleeve.Line.Spread) * unit * (double)Math.Abs(sleeve.First.Units) * sleeve.First.Asset.MultiplierValue;
        return Math.Abs(score) >= settings.PairHardStop ? "stop"
            : converged ? "converged"
            : pair.Correlation < settings.PairCorrelationBreakdown ? "correlation"
            : IsOld(sleeve, row, target) ? "time"
            : "";
    }

    private static double ScoreOf(Sleeve sleeve, PairState pair) =>
        pair.SpreadOn(sleeve.First.Asset.Close, sleeve.Legs[1].Asset.Close, sleeve.Line.Intercept, sleeve.Line.Slope) / sleeve.Line.Deviation;

    // One risk unit of what is held now: a capped sleeve has a smaller one than it had at the entry.
    private double RiskOf(Sleeve sleeve) =>
        settings.StopAtr * sleeve.SignalRange * (double)Math.Abs(sleeve.First.Units) * sleeve.First.Asset.MultiplierValue;

    private bool IsStopped(Sleeve sleeve)
    {
        double move = sleeve.Direction * (sleeve.First.Asset.Close - (double)sleeve.First.EntryPrice);
        return move <= -settings.StopAtr * sleeve.SignalRange;
    }

    private bool IsOld(Sleeve sleeve, int row, double target) =>
        row - sleeve.FillRow >= settings.TimeStopDays && sleeve.Unrealised < settings.TimeStopProfit * target;
}
