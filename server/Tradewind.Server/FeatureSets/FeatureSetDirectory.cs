using System.Collections.Immutable;
using Tradewind.Domain.Errors;
using Tradewind.Domain.Market;
using Tradewind.Server.Mapping;
using FeatureSetSpec = Tradewind.Domain.Features.FeatureSetSpec;
using V1FeatureSet = Tradewind.V1.FeatureSetSpec;

namespace Tradewind.Server.FeatureSets;

/// <summary>The named feature sets, and what a request means by a set or a name.</summary>
internal sealed class FeatureSetDirectory(IEnumerable<NamedSet> sets)
{
    /// <summary>All sets in the order of their names.</summary>
    public ImmutableArray<NamedSet> All { get; } = [.. sets.OrderBy(set => set.Name, StringComparer.Ordinal)];

    /// <summary>The set of a name.</summary>
    /// <exception cref="NotFoundException">There is none; the nearest is suggested.</exception>
    public NamedSet Get(string name) =>
        All.FirstOrDefault(set => set.Name == name) ?? throw new NotFoundException("feature set", name, All.Select(set => set.Name));

    /// <summary>The feature set a request asks for, by value or by name; neither means the defaults.</summary>
    /// <exception cref="InvalidInputException">Both are given, or the set is wrong.</exception>
    /// <exception cref="NotFoundException">There is no set of that name.</exception>
    public FeatureSetSpec Read(V1FeatureSet? message, string name, Frame frame)
    {
        if (name.Length > 0 && message is not null)
        {
            throw new InvalidInputException("FEATURE_SET_AMBIGUOUS", "feature_set_name", "give feature_set or feature_set_name, not both.");
        }

        return FeatureSetReader.Read(name.Length > 0 ? Get(name).Features : message, frame);
    }
}
