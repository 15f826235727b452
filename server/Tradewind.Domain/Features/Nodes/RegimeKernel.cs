using Tradewind.Domain.Indicators;

namespace Tradewind.Domain.Features;

/// <summary>Crypto price and credit spread in; five-level regime out.</summary>
internal struct RegimeKernel : IFeatureKernel
{
    private ScaledReturn _price;
    private ScaledReturn _spread;
    private FiveLevelRegime _regime;

    public RegimeKernel(int lookback, RegimeScale scale, ReturnBasis spreadBasis)
    {
        bool byVolatility = scale == RegimeScale.Volatility;
        // A scaled difference is in deviations already: a full move is 1 whatever the scale of the others.
        bool spreadIsScaled = spreadBasis == ReturnBasis.ScaledDifference;
        _price = new ScaledReturn(lookback, ReturnBasis.Price, byVolatility);
        _spread = new ScaledReturn(lookback, spreadBasis, byVolatility && !spreadIsScaled);
        _regime = new FiveLevelRegime(
            byVolatility ? 1 : FiveLevelRegime.FixedScale, byVolatility || spreadIsScaled ? 1 : FiveLevelRegime.FixedScale);
    }

    public void Update(ReadOnlySpan<double> inputs, Span<double> outputs) =>
        outputs[0] = _regime.Update(_price.Update(inputs[0]), _spread.Update(inputs[1]));
}
