namespace Tradewind.Learning.Training;

/// <summary>Importance of a feature.</summary>
/// <param name="Name">The feature.</param>
/// <param name="Share">Its share, 0 to 1; the shares of all features sum to 1.</param>
public sealed record FeatureShare(string Name, double Share);
