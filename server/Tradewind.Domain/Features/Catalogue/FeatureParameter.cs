namespace Tradewind.Domain.Features;

/// <summary>A parameter of a feature.</summary>
/// <param name="Path">Field path in a feature set, as in <see cref="FeatureSetSpec.Parameters"/>.</param>
/// <param name="Default">Default as text.</param>
/// <param name="Description">What it does, its unit and range.</param>
public sealed record FeatureParameter(string Path, string Default, string Description);
