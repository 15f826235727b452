namespace Tradewind.Domain.Market.Registry;

/// <summary>What a field of an instrument measures.</summary>
/// <param name="Name">Field name.</param>
/// <param name="Unit">Unit of its values as people write it: <c>USD/bbl</c>, <c>thousand barrels</c>, <c>percent</c>.</param>
public sealed record FieldDefinition(string Name, string Unit);
