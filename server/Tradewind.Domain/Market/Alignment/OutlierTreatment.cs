namespace Tradewind.Domain.Market.Alignment;

/// <summary>
/// Looks for outlying changes in the inputs before they are joined (data specification, section 8.1). Changes run between consecutive
/// present values of the source: simple returns of prices, differences of spreads, yields, durations and unknown kinds; volumes and
/// amounts are not tested. Only changes before the tested one judge it.
/// </summary>
public sealed record OutlierTreatment
{
    /// <summary>Fewest changes before the tested one: fewer cannot exceed the usual threshold.</summary>
    public const int FewestChanges = 20;

    /// <summary>What happens to them.</summary>
    public OutlierAction Action { get; init; } = OutlierAction.Mark;

    /// <summary>Distance used.</summary>
    public OutlierMethod Method { get; init; } = OutlierMethod.ZScore;

    /// <summary>Distance above which a change is an outlier, positive.</summary>
    public double Threshold { get; init; } = 3.0;

    /// <summary>Changes looked back on, at least <see cref="FewestChanges"/>.</summary>
    public int Window { get; init; } = 60;
}
