using Tradewind.Domain.Indicators;

namespace Tradewind.Domain.Features;

/// <summary>A column and its benchmark in; slope of the column's changes on the benchmark's out.</summary>
internal struct BetaKernel(ChangeKind first, ChangeKind second, int window) : IFeatureKernel
{
    private Change _first = new(first);
    private Change _second = new(second);
    private RollingBeta _slope = new(window);

    public void Update(ReadOnlySpan<double> inputs, Span<double> outputs) =>
        outputs[0] = _slope.Update(_first.Update(inputs[0]), _second.Update(inputs[1]));
}
