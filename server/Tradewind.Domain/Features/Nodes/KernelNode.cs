using System.Collections.Immutable;

namespace Tradewind.Domain.Features;

/// <summary>A step with any number of columns in and out, of which some may be left out.</summary>
/// <param name="inputs">Names of the columns read.</param>
/// <param name="outputs">What the kernel writes, in its order.</param>
/// <param name="kernel">The step.</param>
/// <param name="kept">Places of the outputs that become columns.</param>
internal sealed class KernelNode<T>(ImmutableArray<string> inputs, ImmutableArray<FeatureOutput> outputs, T kernel, ImmutableArray<int> kept)
    : FeatureNode(inputs, [.. kept.Select(i => outputs[i])])
    where T : struct, IFeatureKernel
{
    // Columns are copied in tiles that stay in the cache: fetching a span for every value would cost more than the step.
    private const int TileRows = 256;

    // One cache line more than a power of two: columns of one row would share a few places of the cache and push each other out.
    private const int Stride = TileRows + 8;

    /// <summary>Keeps every output.</summary>
    public KernelNode(ImmutableArray<string> inputs, ImmutableArray<FeatureOutput> outputs, T kernel)
        : this(inputs, outputs, kernel, [.. Enumerable.Range(0, outputs.Length)])
    {
    }

    private readonly double[] _inputTile = new double[inputs.Length * Stride];
    private readonly double[] _outputTile = new double[outputs.Length * Stride];
    private T _kernel = kernel;

    public override void Advance(ReadOnlySpan<ReadOnlyMemory<double>> inputs, ReadOnlySpan<Memory<double>> outputs, int start, int end)
    {
        for (int tile = start; tile < end; tile += TileRows)
        {
            int rows = Math.Min(TileRows, end - tile);
            for (int i = 0; i < inputs.Length; i++)
            {
                inputs[i].Span.Slice(tile, rows).CopyTo(_inputTile.AsSpan(i * Stride));
            }

            T.Fold(ref _kernel, new RowTile(_inputTile, Stride, rows), new RowTile(_outputTile, Stride, rows));
            for (int i = 0; i < outputs.Length; i++)
            {
                _outputTile.AsSpan(kept[i] * Stride, rows).CopyTo(outputs[i].Span[tile..]);
            }
        }
    }

    public override void Update(ReadOnlySpan<double> row, Span<double> outputs)
    {
        Span<double> inputRow = stackalloc double[Places.Length];
        for (int i = 0; i < inputRow.Length; i++)
        {
            inputRow[i] = row[Places[i]];
        }

        Span<double> outputRow = stackalloc double[_outputTile.Length / Stride];
        _kernel.Update(inputRow, outputRow);
        for (int i = 0; i < outputs.Length; i++)
        {
            outputs[i] = outputRow[kept[i]];
        }
    }
}
