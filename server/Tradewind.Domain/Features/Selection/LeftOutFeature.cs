namespace Tradewind.Domain.Features;

/// <summary>An engineered column that a selection left out.</summary>
/// <param name="Name">Column.</param>
/// <param name="MissingShare">Share of all rows it is missing on, 0 to 1.</param>
/// <param name="BecauseOf">The kept column it nearly equals; null where it is too often missing or does not vary.</param>
/// <param name="Correlation">Correlation of the two; null where there is no second.</param>
public sealed record LeftOutFeature(string Name, double MissingShare, string? BecauseOf = null, double? Correlation = null);
