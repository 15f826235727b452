using Tradewind.Domain.Indicators;

namespace Tradewind.Domain.Features;

/// <summary>Open, high, low, close in; their volatility by one method out.</summary>
internal struct RangeVolatilityKernel(RangeVolatilityMethod method, int window, double rowsPerYear) : IFeatureKernel
{
    private RangeVolatility _volatility = new(method, window, rowsPerYear);

    public void Update(ReadOnlySpan<double> inputs, Span<double> outputs) =>
        outputs[0] = _volatility.Update(inputs[0], inputs[1], inputs[2], inputs[3]);
}
