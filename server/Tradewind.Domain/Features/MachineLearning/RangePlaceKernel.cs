using Tradewind.Domain.Indicators;

namespace Tradewind.Domain.Features;

/// <summary>High, low, close in; place of the close in the range of 14 rows, its mean over 3 rows, and the same from above out.</summary>
internal struct RangePlaceKernel() : IFeatureKernel
{
    private RollingMax _highest = new(14);
    private RollingMin _lowest = new(14);
    private Sma _smooth = new(3);

    public void Update(ReadOnlySpan<double> inputs, Span<double> outputs)
    {
        (double high, double low, double close) = (_highest.Update(inputs[0]), _lowest.Update(inputs[1]), inputs[2]);
        bool flat = high == low && double.IsFinite(close);
        double width = high - low + MachineLearningFeatures.Epsilon;
        outputs[0] = flat ? 50 : Defined.OrMissing(100 * (close - low) / width);
        outputs[1] = _smooth.Update(outputs[0]);
        outputs[2] = flat ? -50 : Defined.OrMissing(-100 * (high - close) / width);
    }
}
