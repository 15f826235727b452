using Tradewind.Domain.Indicators;

namespace Tradewind.Domain.Features;

/// <summary>
/// Crypto price and credit spread in; score of the difference of their relative changes, its signal and, where a third output is asked
/// for, the score of their sum out.
/// </summary>
internal struct DivergenceKernel(CrossAssetSpec spec, ReturnBasis spreadBasis) : IFeatureKernel
{
    private readonly double _threshold = spec.DivergenceThreshold;
    private Return _price = new(spec.MomentumWindow);
    private Return _spread = new(spec.MomentumWindow, spreadBasis);
    private RollingZScore _difference = new(spec.ScoreWindow);
    private RollingZScore _sum = new(spec.ScoreWindow);

    public void Update(ReadOnlySpan<double> inputs, Span<double> outputs)
    {
        double price = _price.Update(inputs[0]);
        double spread = _spread.Update(inputs[1]);
        outputs[0] = _difference.Update(price - spread);
        outputs[1] = SignalFlag.Above(Math.Abs(outputs[0]), _threshold);
        if (outputs.Length > 2)
        {
            outputs[2] = _sum.Update(price + spread);
        }
    }
}
