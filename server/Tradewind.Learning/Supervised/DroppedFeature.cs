namespace Tradewind.Learning.Supervised;

/// <summary>A feature left out because too much of it is missing.</summary>
/// <param name="Name">Name of the feature.</param>
/// <param name="MissingShare">Share of all rows of the frame, 0 to 1.</param>
public sealed record DroppedFeature(string Name, double MissingShare);
