using Tradewind.Domain.Features;

namespace Tradewind.Features.Tests.Features;

/// <summary>A feature that gives up at a row.</summary>
internal sealed class FailingNode(string input, string output, int failAtRow) : FeatureNode([input], [new FeatureOutput(output, 0)])
{
    private int _rows;

    public override void Advance(ReadOnlySpan<ReadOnlyMemory<double>> inputs, ReadOnlySpan<Memory<double>> outputs, int start, int end)
    {
        for (int row = start; row < end; row++, _rows++)
        {
            outputs[0].Span[row] = _rows == failAtRow ? throw new InvalidOperationException($"gave up at row {_rows}") : 1;
        }
    }
}
