using System.Collections.Immutable;

namespace Tradewind.Domain.Features;

/// <summary>
/// Makes one or a few engineered columns of raw columns by walking rows forward. Batch advances over a whole frame, streaming updates by one
/// row at a time; the arithmetic is the same.
/// </summary>
/// <param name="inputs">Names of the raw columns read, <see cref="DayInput"/> or <see cref="SecondInput"/>.</param>
/// <param name="outputs">Columns made.</param>
internal abstract class FeatureNode(ImmutableArray<string> inputs, ImmutableArray<FeatureOutput> outputs)
{
    /// <summary>Name that stands for the row's UTC date in days since 1970-01-01; no raw column can have it.</summary>
    public const string DayInput = "";

    /// <summary>Name that stands for the row's label in seconds since 1970-01-01 UTC; no raw column can have it.</summary>
    public const string SecondInput = "\n";

    public ImmutableArray<string> Inputs { get; } = inputs;

    public ImmutableArray<FeatureOutput> Outputs { get; } = outputs;

    /// <summary>Places of the inputs in the row <see cref="Update"/> takes; the first three have names of their own, next to the node's state.</summary>
    protected int[] Places { get; private set; } = [];

    protected int First { get; private set; }

    protected int Second { get; private set; }

    protected int Third { get; private set; }

    /// <summary>Something a user should know about the values seen so far; null where there is nothing.</summary>
    public virtual string? Notice => null;

    /// <summary>Takes rows [<paramref name="start"/>, <paramref name="end"/>), which follow those taken before.</summary>
    public abstract void Advance(ReadOnlySpan<ReadOnlyMemory<double>> inputs, ReadOnlySpan<Memory<double>> outputs, int start, int end);

    /// <summary>Says where in a row the inputs are; before the first <see cref="Update"/>.</summary>
    public void Bind(int[] places)
    {
        Places = places;
        (First, Second, Third) = (places[0], places.ElementAtOrDefault(1), places.ElementAtOrDefault(2));
    }

    /// <summary>Takes the next row and writes the outputs there.</summary>
    public abstract void Update(ReadOnlySpan<double> row, Span<double> outputs);
}
