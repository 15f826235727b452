namespace Tradewind.Domain.Engine;

/// <summary>One observed field of one instrument.</summary>
/// <param name="Instrument">Id of the instrument.</param>
/// <param name="Field">Field name, e.g. <c>OAS</c>.</param>
public readonly record struct FieldKey(string Instrument, string Field)
{
    /// <inheritdoc />
    public override string ToString() => $"{Instrument} {Field}";
}
