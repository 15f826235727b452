using System.Collections.Immutable;

namespace Tradewind.Domain.Strategies.Attribution;

/// <summary>Result of a portfolio by bucket, month and day (multi-bucket specification, section 10).</summary>
public sealed record PortfolioAttribution
{
    /// <summary>Totals, in the order of <see cref="MonthAttribution.Profit"/>.</summary>
    public required ImmutableArray<BucketAttribution> Buckets { get; init; }

    /// <summary>Months in order.</summary>
    public required ImmutableArray<MonthAttribution> Months { get; init; }

    /// <summary>Days in order: exposure and risk at each close.</summary>
    public required IReadOnlyList<PortfolioDay> Days { get; init; }

    /// <summary>Closed positions in the order of their exits.</summary>
    public required IReadOnlyList<SleeveTrade> Trades { get; init; }

    /// <summary>Mean monthly information coefficient over its deviation, times √12; null with fewer than two months or no deviation.</summary>
    public required double? InformationRatio { get; init; }

    /// <summary>Share of correlation shifts that a fall of the universe by 5 % followed within 5 days; null without shifts.</summary>
    public required double? ShiftPrecision { get; init; }

    /// <summary>Share of such falls that a correlation shift announced; null without falls.</summary>
    public required double? ShiftRecall { get; init; }

    /// <summary>Mean of |Σ weight × beta| in the scope that is kept neutral.</summary>
    public required double MeanAbsoluteBeta { get; init; }

    /// <summary>Its 95th percentile.</summary>
    public required double AbsoluteBeta95 { get; init; }

    /// <summary>Share of days on which it was inside the tolerance, in [0, 1].</summary>
    public required double NeutralShare { get; init; }

    /// <summary>Days with risk off.</summary>
    public required int RiskOffDays { get; init; }

    /// <summary>Days with the drawdown circuit tripped.</summary>
    public required int CircuitDays { get; init; }

    /// <summary>Times the drawdown circuit tripped.</summary>
    public required int CircuitTrips { get; init; }

    /// <summary>Times the book was cut, second cuts included.</summary>
    public required int CircuitCuts { get; init; }

    /// <summary>Share of the days with risk on at which 15 to 25 % of equity was not invested; null without such days.</summary>
    public required double? CashInRange { get; init; }

    /// <summary>Figures of every day by name, in the order of <see cref="Days"/>.</summary>
    public required ImmutableArray<DayColumn> DayColumns { get; init; }
}
