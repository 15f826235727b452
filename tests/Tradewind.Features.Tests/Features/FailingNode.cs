using Tradewind.Domain.Features;

namespace Tradewind.Features.Tests.Features;

/// <summary>A feature that gives up at a row.</summary>
internal sealed class FailingNode(string input, string output, int failAtRow) : FeatureNode([input], [new FeatureOutput(output, 0)])
{
    private int _rows;

    public override void Advance(ReadOnlySpan<ReadOnlyMemory<double>> inputs, ReadOnlySpan<Memory<double>> outputs, int start, int end)
    {
        for (int row = start; row < end; row++)
        {
            Update([], outputs[0].Span[row..]);
        }
    }

    public override void Update(ReadOnlySpan<double> row, Span<double> outputs)
    {
        outputs[0] = _rows == failAtRow ? throw new InvalidOperationException($"gave up at row {_rows}") : 1;
        _rows++;
    }
}
