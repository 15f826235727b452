using Tradewind.Domain.Indicators;

namespace Tradewind.Domain.Features;

/// <summary>An indicator of one column.</summary>
internal class UnaryNode<T>(string input, FeatureOutput output, T indicator) : FeatureNode([input], [output])
    where T : struct, IIndicator
{
    private T _indicator = indicator;

    protected ref T Indicator => ref _indicator;

    public sealed override void Advance(
        ReadOnlySpan<ReadOnlyMemory<double>> inputs, ReadOnlySpan<Memory<double>> outputs, int start, int end) =>
        IndicatorFold.Run(ref _indicator, inputs[0].Span[start..end], outputs[0].Span[start..end]);

    public sealed override void Update(ReadOnlySpan<double> row, Span<double> outputs) => outputs[0] = _indicator.Update(row[First]);
}
