using System.Collections.Immutable;
using Tradewind.Domain.Errors;

namespace Tradewind.Domain.Features;

/// <summary>Every feature that can be made, in the order of their columns.</summary>
public static class FeatureCatalogue
{
    /// <summary>All definitions.</summary>
    public static ImmutableArray<FeatureDefinition> All { get; } =
        [
            .. TechnicalDefinitions.All, .. MomentumDefinitions.All, .. CrossAssetDefinitions.All, .. StatisticsDefinitions.All,
            .. WindowDefinitions.All, .. CurveDefinitions.All, .. OnChainDefinitions.All, .. CalendarDefinitions.All, .. MachineLearningDefinitions.All,
        ];

    /// <summary>The definition of an id.</summary>
    /// <exception cref="NotFoundException">There is none; the nearest is suggested.</exception>
    public static FeatureDefinition Get(string id) =>
        All.FirstOrDefault(definition => definition.Id == id)
        ?? throw new NotFoundException("feature", id, All.Select(definition => definition.Id));
}
