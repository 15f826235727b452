namespace Tradewind.Domain.Features;

/// <summary>A feature left out of a fit.</summary>
/// <param name="Name">The feature.</param>
/// <param name="BecauseOf">The kept feature it nearly equals; null for a feature that is constant on the training rows.</param>
/// <param name="Correlation">Pearson correlation of the two on the training rows; NaN for a constant feature.</param>
public sealed record PrunedFeature(string Name, string? BecauseOf, double Correlation);
