namespace Tradewind.Domain.Features;

/// <summary>Legs in; their weighted sum, its score and its percentile among prior values out.</summary>
/// <param name="weights">Of each leg; fixed conversions to one unit are part of them.</param>
/// <param name="score">Judge of the sum.</param>
internal struct SpreadKernel(double[] weights, PriorScore score) : IFeatureKernel
{
    private PriorScore _score = score;

    public void Update(ReadOnlySpan<double> inputs, Span<double> outputs)
    {
        double sum = 0;
        for (int i = 0; i < weights.Length; i++)
        {
            sum += weights[i] * inputs[i];
        }

        outputs[0] = sum;
        (outputs[1], outputs[2]) = _score.Update(sum);
    }
}
