using System.Collections.Immutable;

namespace Tradewind.Domain.Strategies.Attribution;

/// <summary>What the buckets made in a month.</summary>
/// <param name="Year">Year, UTC.</param>
/// <param name="Month">Month, 1 to 12.</param>
/// <param name="Profit">Profit by bucket, in the order of <see cref="PortfolioAttribution.Buckets"/>.</param>
/// <param name="Turnover">Mean daily half of Σ|change of net weight|.</param>
/// <param name="InformationCoefficient">
/// Mean rank correlation of composite momentum with the return over the next 7 days, by the day of the momentum; null where unknown.
/// </param>
/// <param name="NetAlpha">Σ of the day's return after costs less beta of the day before × the market asset's return.</param>
public sealed record MonthAttribution(
    int Year, int Month, ImmutableArray<double> Profit, double Turnover, double? InformationCoefficient, double NetAlpha);
