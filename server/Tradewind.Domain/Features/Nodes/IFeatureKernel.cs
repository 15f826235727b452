namespace Tradewind.Domain.Features;

/// <summary>A causal step with several inputs or outputs; implementations are structs as indicators are.</summary>
internal interface IFeatureKernel
{
    /// <summary>Takes the inputs of the next row and writes its outputs.</summary>
    void Update(ReadOnlySpan<double> inputs, Span<double> outputs);
}
