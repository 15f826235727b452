using Tradewind.Domain.Indicators;

namespace Tradewind.Domain.Features;

/// <summary>
/// Market and realised capitalisation in; their distance in deviations of the market's over the window out. The published score divides by
/// the deviation of the whole history; a window is what a model can know alike in every row.
/// </summary>
internal struct MvrvScoreKernel(int window) : IFeatureKernel
{
    private RollingDeviation _market = new(window);

    public void Update(ReadOnlySpan<double> inputs, Span<double> outputs)
    {
        double deviation = _market.Update(inputs[0]);
        outputs[0] = deviation > 0 ? (inputs[0] - inputs[1]) / deviation : double.NaN;
    }
}
