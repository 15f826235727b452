namespace Tradewind.Domain.Features;

/// <summary>An engineered column and the first row (0-based) at which complete inputs from row 0 make it defined.</summary>
internal readonly record struct FeatureOutput(string Name, int FirstValid);
