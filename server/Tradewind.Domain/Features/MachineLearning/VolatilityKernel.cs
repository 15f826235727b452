using Tradewind.Domain.Indicators;

namespace Tradewind.Domain.Features;

/// <summary>Close in; annualised volatility of log returns over each of <see cref="Windows"/>, its own deviation, and the ratio of 5 to 21 rows out.</summary>
internal struct VolatilityKernel : IFeatureKernel
{
    private readonly RollingDeviation[] _deviations = new RollingDeviation[Windows.Length];
    private readonly RollingDeviation[] _deviationsOfThese = new RollingDeviation[Windows.Length];
    private readonly double _scale;
    private double _previous = double.NaN;

    public VolatilityKernel(double rowsPerYear)
    {
        _scale = Math.Sqrt(rowsPerYear);
        for (int i = 0; i < Windows.Length; i++)
        {
            (_deviations[i], _deviationsOfThese[i]) = (new RollingDeviation(Windows[i]), new RollingDeviation(Windows[i]));
        }
    }

    /// <summary>Rows of the volatilities.</summary>
    public static ReadOnlySpan<int> Windows => [5, 10, 21, 63];

    public void Update(ReadOnlySpan<double> inputs, Span<double> outputs)
    {
        double change = Defined.LogRatio(inputs[0], _previous);
        _previous = inputs[0];
        int count = Windows.Length;
        for (int i = 0; i < count; i++)
        {
            double volatility = _deviations[i].Update(change) * _scale;
            outputs[i] = volatility;
            outputs[count + i] = _deviationsOfThese[i].Update(volatility);
        }

        outputs[2 * count] = Defined.OrMissing(_deviations[0].Deviation / (_deviations[2].Deviation + MachineLearningFeatures.Epsilon));
    }
}
