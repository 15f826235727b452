using Tradewind.Domain.Indicators;

namespace Tradewind.Domain.Features;

/// <summary>
/// Close and volume in; volume over its means, their trend, on-balance volume in deviations, the volume-weighted mean return and the score
/// of the volume out. Missing until a volume other than zero was seen: an instrument that never trades has no volume features.
/// </summary>
internal struct VolumeKernel(bool obvChange) : IFeatureKernel
{
    private const int LongWindow = 50;
    private const int PriceTrendWindow = 10;

    private Sma _mean5 = new(5);
    private Sma _mean10 = new(10);
    private Sma _mean20 = new(20);
    private RollingDeviation _volume = new(LongWindow);
    private Obv _balance;
    private RollingDeviation _balanceDeviation = new(LongWindow);
    private Lag _earlierBalance = new(LongWindow);
    private Return _return = new(1);
    private Sma _flow = new(PriceTrendWindow);
    private bool _traded;

    public void Update(ReadOnlySpan<double> inputs, Span<double> outputs)
    {
        (double close, double volume) = (inputs[0], inputs[1]);
        _traded |= volume != 0 && double.IsFinite(volume);
        double mean10 = _mean10.Update(volume);
        double deviation = _volume.Update(volume);
        outputs[0] = OverMean(volume, _mean5.Update(volume));
        outputs[1] = OverMean(volume, mean10);
        outputs[2] = OverMean(volume, _mean20.Update(volume));
        outputs[3] = OverMean(mean10, _volume.Mean);
        outputs[4] = Balance(close, volume);
        outputs[5] = Defined.OrMissing(
            _flow.Update(_return.Update(close) * volume) * PriceTrendWindow / (mean10 * PriceTrendWindow + MachineLearningFeatures.Epsilon));
        outputs[6] = Defined.OrMissing((volume - _volume.Mean) / (deviation + MachineLearningFeatures.Epsilon));
        if (!_traded)
        {
            outputs.Fill(double.NaN);
        }
    }

    private static double OverMean(double value, double mean) => Defined.OrMissing(value / (mean + MachineLearningFeatures.Epsilon));

    private double Balance(double close, double volume)
    {
        double balance = _balance.Update(close, volume);
        double deviation = _balanceDeviation.Update(balance);
        double earlier = _earlierBalance.Update(balance);
        double numerator = obvChange ? balance - earlier : balance;
        return _balanceDeviation.IsConstant ? double.NaN : Defined.OrMissing(numerator / deviation);
    }
}
