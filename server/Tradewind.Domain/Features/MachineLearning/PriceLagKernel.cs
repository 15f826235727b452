using Tradewind.Domain.Indicators;

namespace Tradewind.Domain.Features;

/// <summary>Close in; its relative changes over each of <see cref="Lags"/> out.</summary>
internal struct PriceLagKernel : IFeatureKernel
{
    private readonly Return[] _changes = new Return[Lags.Length];

    public PriceLagKernel()
    {
        for (int i = 0; i < Lags.Length; i++)
        {
            _changes[i] = new Return(Lags[i]);
        }
    }

    /// <summary>Rows back.</summary>
    public static ReadOnlySpan<int> Lags => [1, 2, 3, 5, 10, 21];

    public readonly void Update(ReadOnlySpan<double> inputs, Span<double> outputs)
    {
        for (int i = 0; i < _changes.Length; i++)
        {
            outputs[i] = _changes[i].Update(inputs[0]);
        }
    }
}
