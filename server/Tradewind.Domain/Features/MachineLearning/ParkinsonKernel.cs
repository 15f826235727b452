using Tradewind.Domain.Indicators;

namespace Tradewind.Domain.Features;

/// <summary>High and low in; Parkinson's volatility over 21 rows out.</summary>
internal struct ParkinsonKernel(double rowsPerYear) : IFeatureKernel
{
    private RangeVolatility _volatility = new(RangeVolatilityMethod.Parkinson, 21, rowsPerYear);

    // Open and close play no part in this estimator.
    public void Update(ReadOnlySpan<double> inputs, Span<double> outputs) =>
        outputs[0] = _volatility.Update(inputs[0], inputs[0], inputs[1], inputs[1]);
}
