namespace Tradewind.Domain.Features;

/// <summary>A causal step with several inputs or outputs; implementations are structs as indicators are.</summary>
internal interface IFeatureKernel
{
    /// <summary>Takes the inputs of the next row and writes its outputs.</summary>
    void Update(ReadOnlySpan<double> inputs, Span<double> outputs);

    /// <summary>Takes the next rows: bit for bit what as many updates give. Kernels whose indicators take many rows at once replace it.</summary>
    /// <typeparam name="T">The implementing struct itself.</typeparam>
    /// <param name="kernel">The kernel.</param>
    /// <param name="inputs">Inputs of all rows.</param>
    /// <param name="outputs">Outputs of all rows.</param>
    static virtual void Fold<T>(ref T kernel, RowTile inputs, RowTile outputs)
        where T : struct, IFeatureKernel
    {
        T state = kernel;
        Span<double> inputRow = stackalloc double[inputs.Columns];
        Span<double> outputRow = stackalloc double[outputs.Columns];
        for (int row = 0; row < inputs.Rows; row++)
        {
            for (int i = 0; i < inputRow.Length; i++)
            {
                inputRow[i] = inputs[i][row];
            }

            state.Update(inputRow, outputRow);
            for (int i = 0; i < outputRow.Length; i++)
            {
                outputs[i][row] = outputRow[i];
            }
        }

        kernel = state;
    }
}
