using System.Collections.Immutable;

namespace Tradewind.Domain.Features;

/// <summary>What an audit found.</summary>
/// <param name="CutTimes">Labels of the last known rows, ascending, UNIX nanoseconds.</param>
/// <param name="FeatureCount">Columns audited.</param>
/// <param name="ComparedValues">Values compared.</param>
/// <param name="ViolationCount">Values that differed.</param>
/// <param name="Violations">The first of them, by cut, test, column and row.</param>
public sealed record CausalityReport(
    ImmutableArray<long> CutTimes, int FeatureCount, long ComparedValues, long ViolationCount, ImmutableArray<CausalityViolation> Violations)
{
    /// <summary>True when no value depended on its future.</summary>
    public bool IsCausal => ViolationCount == 0;

    /// <summary>Columns with a violation among those listed, in order of appearance.</summary>
    public IEnumerable<string> LeakingFeatures => Violations.Select(violation => violation.Feature).Distinct(StringComparer.Ordinal);
}
