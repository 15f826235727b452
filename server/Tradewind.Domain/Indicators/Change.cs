using System.Runtime.CompilerServices;

namespace Tradewind.Domain.Indicators;

/// <summary>A series as level, as return (NaN unless the base is positive) or as difference from row to row.</summary>
public struct Change : IIndicator
{
    private readonly ChangeKind _kind;
    private double _previous;

    /// <summary>Creates the change.</summary>
    public Change(ChangeKind kind) => (_kind, _previous) = (kind, double.NaN);

    /// <inheritdoc />
    public double Update(double value)
    {
        double earlier = _previous;
        _previous = value;
        return _kind switch
        {
            ChangeKind.Level => Defined.OrMissing(value),
            ChangeKind.Difference => Defined.OrMissing(value - earlier),
            _ => Lanes.Map(default(ReturnStep), value, earlier),
        };
    }

    static void IIndicator.Fold<T>(ref T indicator, ReadOnlySpan<double> values, Span<double> output)
    {
        ref Change self = ref Unsafe.As<T, Change>(ref indicator);
        output[0] = self.Update(values[0]);
        if (self._kind == ChangeKind.Return)
        {
            Lanes.Map(default(ReturnStep), values[1..], values, output[1..]);
            self._previous = values[^1];
            return;
        }

        for (int i = 1; i < values.Length; i++)
        {
            output[i] = self.Update(values[i]);
        }
    }
}
