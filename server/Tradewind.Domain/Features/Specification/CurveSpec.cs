using System.Collections.Immutable;

namespace Tradewind.Domain.Features;

/// <summary>Features of futures curves, made of the closes of generic tickers (<c>CL1 Comdty</c>, <c>CL2 Comdty</c>, ...).</summary>
public sealed record CurveSpec
{
    /// <summary>Roots; null (default) takes every root with at least two positions in the frame.</summary>
    public ImmutableArray<string>? Roots { get; init; }

    /// <summary>Longest position that slopes and curvature use, at least 2; default 12.</summary>
    public int Positions { get; init; } = 12;

    /// <summary>Values before a spread that it is judged by; default 60.</summary>
    public int ScoreWindow { get; init; } = 60;

    /// <summary>Values without which a spread is not judged, at least 2; default 20.</summary>
    public int MinimumObservations { get; init; } = 20;

    /// <summary>Slopes before a slope that its percentile is taken among; default 252.</summary>
    public int PercentileWindow { get; init; } = 252;

    /// <summary>Make the crack spreads and WTI to Brent whose legs the frame has; default true.</summary>
    public bool Cracks { get; init; } = true;
}
