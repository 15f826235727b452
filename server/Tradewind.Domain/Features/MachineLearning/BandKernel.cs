using Tradewind.Domain.Indicators;

namespace Tradewind.Domain.Features;

/// <summary>Close in; place between bands of 2 deviations around the mean of 20 rows, their width, and the distances to them out.</summary>
internal struct BandKernel() : IFeatureKernel
{
    private Bollinger _bands = new(20);

    public void Update(ReadOnlySpan<double> inputs, Span<double> outputs)
    {
        double close = inputs[0];
        double middle = _bands.Update(close);
        (double upper, double lower) = (_bands.Upper, _bands.Lower);
        outputs[0] = Defined.OrMissing((close - lower) / (upper - lower + MachineLearningFeatures.Epsilon));
        outputs[1] = Defined.OrMissing((upper - lower) / middle);
        outputs[2] = Defined.OrMissing((upper - close) / close);
        outputs[3] = Defined.OrMissing((close - lower) / close);
    }
}
