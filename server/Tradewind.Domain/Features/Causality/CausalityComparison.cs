using System.Collections.Immutable;
using Tradewind.Domain.Market;

namespace Tradewind.Domain.Features;

/// <summary>Collects the differences between features of the whole frame and features made with another future.</summary>
internal sealed class CausalityComparison(Frame frame, IReadOnlyList<FrameColumn> whole, int maximumViolations)
{
    private readonly ImmutableArray<CausalityViolation>.Builder _violations = ImmutableArray.CreateBuilder<CausalityViolation>();
    private long _count;
    private long _compared;

    public void Compare(CausalityTest test, int cut, IReadOnlyList<FrameColumn> remade)
    {
        Dictionary<string, FrameColumn> byName = remade.ToDictionary(column => column.Name, StringComparer.Ordinal);
        foreach (FrameColumn column in whole)
        {
            // A column that depends on the future for its very existence leaks in every row.
            ReadOnlySpan<double> after = byName.TryGetValue(column.Name, out FrameColumn? found) ? found.Values.Span : default;
            ReadOnlySpan<double> before = column.Values.Span[..(cut + 1)];
            for (int row = 0; row < before.Length; row++)
            {
                double value = after.IsEmpty ? double.NaN : after[row];
                if (after.IsEmpty || !SameBits(before[row], value))
                {
                    Add(new CausalityViolation(column.Name, frame.Times.Span[row], frame.Times.Span[cut], test, before[row], value));
                }
            }

            _compared += before.Length;
        }
    }

    public CausalityReport Report(int[] cuts) => new(
        [.. cuts.Select(cut => frame.Times.Span[cut])], whole.Count, _compared, _count, _violations.ToImmutable());

    private void Add(CausalityViolation violation)
    {
        _count++;
        if (_violations.Count < maximumViolations)
        {
            _violations.Add(violation);
        }
    }

    // Bits, not values: −0 is not 0. The payload of a NaN means nothing.
    private static bool SameBits(double a, double b) =>
        BitConverter.DoubleToInt64Bits(a) == BitConverter.DoubleToInt64Bits(b) || (double.IsNaN(a) && double.IsNaN(b));
}
