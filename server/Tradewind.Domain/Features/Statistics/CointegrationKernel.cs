using Tradewind.Domain.Indicators;

namespace Tradewind.Domain.Features;

/// <summary>Two columns in; statistic, hedge ratio, half-life and score of their rolling cointegration out, of logs where they are prices.</summary>
internal struct CointegrationKernel(bool firstIsPrice, bool secondIsPrice, int window) : IFeatureKernel
{
    private RollingCointegration _test = new(window);

    public void Update(ReadOnlySpan<double> inputs, Span<double> outputs)
    {
        outputs[0] = _test.Update(LevelOf(inputs[0], firstIsPrice), LevelOf(inputs[1], secondIsPrice));
        (outputs[1], outputs[2], outputs[3]) = (_test.Slope, _test.HalfLife, _test.Score);
    }

    private static double LevelOf(double value, bool isPrice) => !isPrice ? value : value > 0 ? Math.Log(value) : double.NaN;
}
