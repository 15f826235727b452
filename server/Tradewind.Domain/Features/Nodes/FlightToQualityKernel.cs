using Tradewind.Domain.Indicators;

namespace Tradewind.Domain.Features;

/// <summary>The primary credit spread and then every crypto price in; flight-to-quality score and signal out.</summary>
internal struct FlightToQualityKernel : IFeatureKernel
{
    private readonly Return[] _prices;
    private readonly double _threshold;
    private Return _spread;
    private FlightToQuality _indicator;

    public FlightToQualityKernel(CrossAssetSpec spec, int cryptoCount, ReturnBasis spreadBasis)
    {
        _prices = new Return[cryptoCount];
        for (int i = 0; i < cryptoCount; i++)
        {
            _prices[i] = new Return(spec.MomentumWindow);
        }

        _spread = new Return(spec.MomentumWindow, spreadBasis);
        _indicator = new FlightToQuality(spec.ScoreWindow);
        _threshold = spec.FlightToQualityThreshold;
    }

    public void Update(ReadOnlySpan<double> inputs, Span<double> outputs)
    {
        double sum = 0;
        int present = 0;
        for (int i = 0; i < _prices.Length; i++)
        {
            double change = _prices[i].Update(inputs[i + 1]);
            if (!double.IsNaN(change))
            {
                sum += change;
                present++;
            }
        }

        double mean = present == 0 ? double.NaN : sum / present;
        outputs[0] = _indicator.Update(mean, _spread.Update(inputs[0]));
        outputs[1] = SignalFlag.Above(outputs[0], _threshold);
    }
}
