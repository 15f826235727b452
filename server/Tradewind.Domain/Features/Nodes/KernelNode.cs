using System.Collections.Immutable;

namespace Tradewind.Domain.Features;

/// <summary>A step with any number of columns in and out.</summary>
internal sealed class KernelNode<T>(ImmutableArray<string> inputs, ImmutableArray<FeatureOutput> outputs, T kernel)
    : FeatureNode(inputs, outputs)
    where T : struct, IFeatureKernel
{
    private readonly double[] _inputRow = new double[inputs.Length];
    private readonly double[] _outputRow = new double[outputs.Length];
    private T _kernel = kernel;

    public override void Advance(ReadOnlySpan<ReadOnlyMemory<double>> inputs, ReadOnlySpan<Memory<double>> outputs, int start, int end)
    {
        T kernel = _kernel;
        for (int row = start; row < end; row++)
        {
            for (int i = 0; i < _inputRow.Length; i++)
            {
                _inputRow[i] = inputs[i].Span[row];
            }

            kernel.Update(_inputRow, _outputRow);
            for (int i = 0; i < _outputRow.Length; i++)
            {
                outputs[i].Span[row] = _outputRow[i];
            }
        }

        _kernel = kernel;
    }
}
