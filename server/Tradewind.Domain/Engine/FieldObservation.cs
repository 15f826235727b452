namespace Tradewind.Domain.Engine;

/// <summary>The latest known value of a field.</summary>
/// <param name="Value">The value; NaN when none was known yet.</param>
/// <param name="Stamp">Its stamp.</param>
/// <param name="KnownTime">When it became known.</param>
public readonly record struct FieldObservation(double Value, long Stamp, long KnownTime)
{
    /// <summary>Nothing known yet.</summary>
    public static readonly FieldObservation None = new(double.NaN, long.MinValue, long.MinValue);

    /// <summary>True when a value is known.</summary>
    public bool IsKnown => !double.IsNaN(Value);
}
