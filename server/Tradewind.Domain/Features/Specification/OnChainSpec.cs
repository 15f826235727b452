using System.Collections.Immutable;

namespace Tradewind.Domain.Features;

/// <summary>Features of on-chain metrics and of funding rates, as far as the frame has their columns.</summary>
public sealed record OnChainSpec
{
    /// <summary>Rows of the scores of MVRV and NVT, at least 2; default 365.</summary>
    public int ScoreWindow { get; init; } = 365;

    /// <summary>Short average of the hash ribbon in rows; default 30.</summary>
    public int RibbonShort { get; init; } = 30;

    /// <summary>Long average of the hash ribbon in rows, above the short one; default 60.</summary>
    public int RibbonLong { get; init; } = 60;

    /// <summary>Funding-rate columns; null (default) takes the fields <c>funding_rate</c> and <c>funding_mean</c>.</summary>
    public ImmutableArray<string>? FundingColumns { get; init; }

    /// <summary>Payments before the one that is scored, at least 2; default 21, a week of them.</summary>
    public int FundingWindow { get; init; } = 21;

    /// <summary>Payments a year; default 1095, one every 8 hours.</summary>
    public double FundingPeriodsPerYear { get; init; } = 3 * 365;
}
