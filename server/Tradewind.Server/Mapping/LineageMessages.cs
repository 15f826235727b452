using System.Collections.Immutable;
using Tradewind.Domain.Market;
using Tradewind.V1;

namespace Tradewind.Server.Mapping;

/// <summary>Makes lineages: the hash of everything a result depends on.</summary>
internal static class LineageMessages
{
    /// <summary>The lineage of a result.</summary>
    /// <param name="revisions">Content hashes of the data, by instrument and timeframe.</param>
    /// <param name="featureSetHash">Hash of the feature set; empty where none was used.</param>
    /// <param name="parametersHash">Hash of all other parameters.</param>
    /// <param name="seed">Seed of every random choice.</param>
    /// <param name="engineVersion">Version of the code that computes.</param>
    public static Lineage Create(
        ImmutableSortedDictionary<string, string> revisions, string featureSetHash, string parametersHash, long seed, string engineVersion)
    {
        using ContentHash hash = new();
        foreach ((string series, string revision) in revisions)
        {
            hash.Add(series).Add(revision);
        }

        hash.Add(featureSetHash).Add(parametersHash).Add(seed).Add(engineVersion);
        return new Lineage
        {
            Id = hash.Finish(),
            DataRevisions = { revisions },
            FeatureSetHash = featureSetHash,
            ParametersHash = parametersHash,
            Seed = seed,
            EngineVersion = engineVersion,
        };
    }
}
