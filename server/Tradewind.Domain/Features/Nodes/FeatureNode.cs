using System.Collections.Immutable;

namespace Tradewind.Domain.Features;

/// <summary>
/// Makes one or a few engineered columns of raw columns by walking rows forward. Batch advances over a whole frame, streaming over one row
/// at a time; the code is the same.
/// </summary>
/// <param name="inputs">Names of the raw columns read, or <see cref="DayInput"/>.</param>
/// <param name="outputs">Columns made.</param>
internal abstract class FeatureNode(ImmutableArray<string> inputs, ImmutableArray<FeatureOutput> outputs)
{
    /// <summary>Name that stands for the row's UTC date in days since 1970-01-01; no raw column can have it.</summary>
    public const string DayInput = "";

    public ImmutableArray<string> Inputs { get; } = inputs;

    public ImmutableArray<FeatureOutput> Outputs { get; } = outputs;

    /// <summary>Something a user should know about the values seen so far; null where there is nothing.</summary>
    public virtual string? Notice => null;

    /// <summary>Takes rows [<paramref name="start"/>, <paramref name="end"/>), which follow those taken before.</summary>
    public abstract void Advance(ReadOnlySpan<ReadOnlyMemory<double>> inputs, ReadOnlySpan<Memory<double>> outputs, int start, int end);
}
