using System.Collections.Immutable;

namespace Tradewind.Domain.Features;

/// <summary>Momentum ratios <c>{x}_{s}day_rolling_average</c> = (SMA_s − SMA_b)/SMA_b.</summary>
public sealed record MomentumSpec
{
    /// <summary>
    /// Columns; null takes the close of every priced instrument, the first spread or yield of every credit and rate series, and every
    /// on-chain column. Empty makes none. A name that the frame lacks is an error.
    /// </summary>
    public ImmutableArray<string>? Columns { get; init; }

    /// <summary>Short windows s in rows; default 5, 10, 15.</summary>
    public ImmutableArray<int> ShortWindows { get; init; } = [5, 10, 15];

    /// <summary>Baseline window b in rows; default 30.</summary>
    public int BaselineWindow { get; init; } = 30;
}
