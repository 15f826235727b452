namespace Tradewind.Domain.Features;

/// <summary>A funding rate in; the rate a year and its score against the payments before it out (signal specification, section 5).</summary>
internal struct FundingKernel(int window, double periodsPerYear) : IFeatureKernel
{
    // A deviation of a hundredth of a basis point is rounding of the venue, not information.
    private const double LeastDeviation = 1e-6;

    private PriorScore _prior = new(window, window, LeastDeviation);

    public void Update(ReadOnlySpan<double> inputs, Span<double> outputs)
    {
        outputs[0] = inputs[0] * periodsPerYear;
        outputs[1] = _prior.Update(inputs[0]).Score;
    }
}
