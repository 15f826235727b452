using System.Collections.Immutable;
using Tradewind.Domain.Indicators;

namespace Tradewind.Domain.Features;

/// <summary>Features between every crypto close and every credit spread or yield. Windows count rows of the frame.</summary>
public sealed record CrossAssetSpec
{
    /// <summary>Windows of the rolling correlations; default 20, 60, 120; empty makes none. 60 also gives the correlation regime.</summary>
    public ImmutableArray<int> CorrelationWindows { get; init; } = [20, 60, 120];

    /// <summary>Correlation beyond which its regime is 1 or −1, in (0, 1); default 0.3.</summary>
    public double CorrelationThreshold { get; init; } = 0.3;

    /// <summary>Rows of the returns in momentum, divergence and flight to quality; default 20.</summary>
    public int MomentumWindow { get; init; } = 20;

    /// <summary>Rows of the z-scores; default 60, at least 2.</summary>
    public int ScoreWindow { get; init; } = 60;

    /// <summary>The columns <c>momentum_{x}_{w}</c>; default on.</summary>
    public bool Momentum { get; init; } = true;

    /// <summary>Divergence score and signal; default on.</summary>
    public bool Divergence { get; init; } = true;

    /// <summary>Absolute divergence score above which its signal is 1; default 2.</summary>
    public double DivergenceThreshold { get; init; } = 2.0;

    /// <summary>With the divergence also the score of ret(a) + ret(s), moves in opposite risk directions; default off.</summary>
    public bool DivergenceRisk { get; init; }

    /// <summary>Rows of the volatility ratio and of its score's input, at least 2; null switches it off; default 20.</summary>
    public int? VolRatioWindow { get; init; } = 20;

    /// <summary>Rows of the returns in the five-level regime; null switches it off; default 60.</summary>
    public int? RegimeLookback { get; init; } = 60;

    /// <summary>What counts as a full move in the five-level regime; default 10 %.</summary>
    public RegimeScale RegimeScale { get; init; }

    /// <summary>Flight-to-quality score and signal; default on.</summary>
    public bool FlightToQuality { get; init; } = true;

    /// <summary>Score above which the flight-to-quality signal is 1; default 1.5.</summary>
    public double FlightToQualityThreshold { get; init; } = 1.5;

    /// <summary>Also <c>ftq_volume</c>, the score of crypto volume growth minus the score of the spread's change; default off.</summary>
    public bool FlightToQualityVolume { get; init; }

    /// <summary>
    /// Column of the credit series of flight to quality, best a high-quality index; null takes the first declared credit index with an
    /// OAS field.
    /// </summary>
    public string? PrimaryCredit { get; init; }

    /// <summary>Spread columns whose ret_w is replaced by Δ_w/(SD_w(Δ)·√w), because they can reach zero; default none.</summary>
    public ImmutableArray<string> ScaledDifferenceColumns { get; init; } = [];

    /// <summary>Basis of the relative change of a spread column.</summary>
    internal ReturnBasis BasisOf(string spreadColumn) =>
        ScaledDifferenceColumns.Contains(spreadColumn) ? ReturnBasis.ScaledDifference : ReturnBasis.Spread;
}
