namespace Tradewind.Domain.Features;

/// <summary>An engineered column and the first row (0-based) at which complete inputs from row 0 make it defined.</summary>
/// <param name="Name">Column.</param>
/// <param name="FirstValid">Row.</param>
/// <param name="Category">What importance reports group it under; empty takes the family that is being planned.</param>
internal readonly record struct FeatureOutput(string Name, int FirstValid, string Category = "");
