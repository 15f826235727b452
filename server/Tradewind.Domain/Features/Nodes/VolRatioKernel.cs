using Tradewind.Domain.Indicators;

namespace Tradewind.Domain.Features;

/// <summary>Crypto price and credit spread in; ratio of the deviations of their row returns and its score out.</summary>
internal struct VolRatioKernel(int window, int scoreWindow, ReturnBasis spreadBasis) : IFeatureKernel
{
    private Return _price = new(1);
    private Return _spread = new(1, spreadBasis);
    private VolRatio _ratio = new(window);
    private RollingZScore _score = new(scoreWindow);

    public void Update(ReadOnlySpan<double> inputs, Span<double> outputs)
    {
        outputs[0] = _ratio.Update(_price.Update(inputs[0]), _spread.Update(inputs[1]));
        outputs[1] = _score.Update(outputs[0]);
    }
}
