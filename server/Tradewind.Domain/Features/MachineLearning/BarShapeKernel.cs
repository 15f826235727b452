using Tradewind.Domain.Indicators;

namespace Tradewind.Domain.Features;

/// <summary>High, low, close in; the bar's range over its close and the place of the close in the range out.</summary>
internal struct BarShapeKernel : IFeatureKernel
{
    public readonly void Update(ReadOnlySpan<double> inputs, Span<double> outputs)
    {
        (double high, double low, double close) = (inputs[0], inputs[1], inputs[2]);
        outputs[0] = Defined.OrMissing((high - low) / close);
        outputs[1] = Defined.OrMissing((close - low) / (high - low + MachineLearningFeatures.Epsilon));
    }
}
