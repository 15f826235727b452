using Tradewind.Domain.Indicators;

namespace Tradewind.Domain.Features;

/// <summary>Two columns in; correlation of their levels or changes and, where a second output is asked for, its regime out.</summary>
internal struct CorrelationKernel<T>(ChangeKind first, ChangeKind second, T correlation, double threshold) : IFeatureKernel
    where T : struct, IPairIndicator
{
    private readonly CorrelationRegime _regime = new(threshold);
    private Change _first = new(first);
    private Change _second = new(second);
    private T _correlation = correlation;

    public void Update(ReadOnlySpan<double> inputs, Span<double> outputs)
    {
        outputs[0] = _correlation.Update(_first.Update(inputs[0]), _second.Update(inputs[1]));
        if (outputs.Length > 1)
        {
            outputs[1] = _regime.Update(outputs[0]);
        }
    }
}
