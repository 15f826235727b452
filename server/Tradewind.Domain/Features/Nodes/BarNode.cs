using Tradewind.Domain.Indicators;

namespace Tradewind.Domain.Features;

/// <summary>An indicator of high, low and close.</summary>
internal sealed class BarNode<T>(string high, string low, string close, FeatureOutput output, T indicator)
    : FeatureNode([high, low, close], [output])
    where T : struct, IBarIndicator
{
    private T _indicator = indicator;

    public override void Advance(ReadOnlySpan<ReadOnlyMemory<double>> inputs, ReadOnlySpan<Memory<double>> outputs, int start, int end) =>
        IndicatorFold.Run(
            ref _indicator,
            inputs[0].Span[start..end],
            inputs[1].Span[start..end],
            inputs[2].Span[start..end],
            outputs[0].Span[start..end]);

    public override void Update(ReadOnlySpan<double> row, Span<double> outputs) =>
        outputs[0] = _indicator.Update(row[First], row[Second], row[Third]);
}
