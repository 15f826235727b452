using Tradewind.Domain.Indicators;

namespace Tradewind.Domain.Features;

/// <summary>Two columns in; covariance of their changes out.</summary>
internal struct CovarianceKernel(ChangeKind first, ChangeKind second, int window) : IFeatureKernel
{
    private Change _first = new(first);
    private Change _second = new(second);
    private RollingCovariance _covariance = new(window);

    public void Update(ReadOnlySpan<double> inputs, Span<double> outputs) =>
        outputs[0] = _covariance.Update(_first.Update(inputs[0]), _second.Update(inputs[1]));
}
