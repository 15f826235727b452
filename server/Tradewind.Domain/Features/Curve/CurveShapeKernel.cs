namespace Tradewind.Domain.Features;

/// <summary>
/// Prices by position in; slope, its percentile among prior slopes (50 for the first), front slope, back slope and curvature out. A row's
/// curve ends before its first missing price; under two prices there is no slope, under three none of the others.
/// </summary>
internal struct CurveShapeKernel(int percentileWindow) : IFeatureKernel
{
    private PriorScore _prior = new(percentileWindow, least: 1);
    private bool _seen;

    public void Update(ReadOnlySpan<double> inputs, Span<double> outputs)
    {
        int length = 0;
        while (length < inputs.Length && !double.IsNaN(inputs[length]))
        {
            length++;
        }

        outputs.Fill(double.NaN);
        if (length >= 2)
        {
            outputs[0] = (inputs[length - 1] - inputs[0]) / (length - 1);
            outputs[1] = _prior.Update(outputs[0]).Percentile;
            // Without a history nothing is known of where a slope stands: the middle, by the specification.
            outputs[1] = _seen ? outputs[1] : 50;
            _seen = true;
        }

        if (length >= 3)
        {
            outputs[2] = (inputs[2] - inputs[0]) / 2;
            outputs[3] = (inputs[length - 1] - inputs[length - 3]) / 2;
            outputs[4] = Curvature(inputs[..length]);
        }
    }

    private static double Curvature(ReadOnlySpan<double> prices)
    {
        double sum = 0;
        for (int i = 2; i < prices.Length; i++)
        {
            sum += prices[i] - 2 * prices[i - 1] + prices[i - 2];
        }

        return sum / (prices.Length - 2);
    }
}
