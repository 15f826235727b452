using Tradewind.V1;

namespace Tradewind.Server.FeatureSets;

/// <summary>A feature set under a name.</summary>
/// <param name="Name">Name of its file without the ending.</param>
/// <param name="Description">What it is for.</param>
/// <param name="Features">What to compute, as a request would say it.</param>
/// <param name="Hash">SHA-256 of its parameters without a portfolio.</param>
internal sealed record NamedSet(string Name, string Description, FeatureSetSpec Features, string Hash);
