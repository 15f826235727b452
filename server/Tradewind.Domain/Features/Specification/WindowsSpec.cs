using System.Collections.Immutable;

namespace Tradewind.Domain.Features;

/// <summary>
/// The common rolling features of every close over as many windows as are listed, in rows. An empty list (default) makes none. A column
/// whose name a technical indicator already has is the same column and is not made again.
/// </summary>
public sealed record WindowsSpec
{
    /// <summary><c>{p}_return_{n}</c>, C_t/C_{t−n} − 1.</summary>
    public ImmutableArray<int> ReturnWindows { get; init; } = [];

    /// <summary><c>{p}_log_return_{n}</c>, ln(C_t/C_{t−n}).</summary>
    public ImmutableArray<int> LogReturnWindows { get; init; } = [];

    /// <summary><c>{p}_sma_{n}</c>, simple averages.</summary>
    public ImmutableArray<int> SmaWindows { get; init; } = [];

    /// <summary><c>{p}_ema_{n}</c>, exponential averages.</summary>
    public ImmutableArray<int> EmaWindows { get; init; } = [];

    /// <summary><c>{p}_rsi_{n}</c>, relative strength by <see cref="TechnicalSpec.RsiSmoothing"/>.</summary>
    public ImmutableArray<int> RsiWindows { get; init; } = [];

    /// <summary><c>{p}_zscore_{n}</c>, distance from the mean in sample deviations; at least 2.</summary>
    public ImmutableArray<int> ZScoreWindows { get; init; } = [];

    /// <summary><c>{p}_volatility_{n}</c>, annualised deviation of returns; at least 2.</summary>
    public ImmutableArray<int> VolatilityWindows { get; init; } = [];

    /// <summary><c>{p}_atr_{n}</c>, average true range by <see cref="TechnicalSpec.AtrSmoothing"/>; of instruments with high and low.</summary>
    public ImmutableArray<int> AtrWindows { get; init; } = [];

    /// <summary><c>{p}_stoch_k_{n}</c>, place of the close in the range; of instruments with high and low.</summary>
    public ImmutableArray<int> StochasticWindows { get; init; } = [];

    /// <summary><c>{p}_donchian_high_{n}</c> and <c>{p}_donchian_low_{n}</c>; of instruments with high and low.</summary>
    public ImmutableArray<int> DonchianWindows { get; init; } = [];

    /// <summary><c>{p}_volume_ratio_{n}</c>, volume over its average; of instruments with volume.</summary>
    public ImmutableArray<int> VolumeRatioWindows { get; init; } = [];

    /// <summary><c>{p}_price_volume_corr_{n}</c>, correlation of the relative changes of close and volume; at least 2.</summary>
    public ImmutableArray<int> PriceVolumeWindows { get; init; } = [];

    /// <summary>Every list under its field name, in the order of the columns, with the least window it takes.</summary>
    internal IEnumerable<(string Field, ImmutableArray<int> Windows, int Least)> Lists() =>
    [
        ("return_windows", ReturnWindows, 1), ("log_return_windows", LogReturnWindows, 1), ("sma_windows", SmaWindows, 1),
        ("ema_windows", EmaWindows, 1), ("rsi_windows", RsiWindows, 1), ("z_score_windows", ZScoreWindows, 2),
        ("volatility_windows", VolatilityWindows, 2), ("atr_windows", AtrWindows, 1), ("stochastic_windows", StochasticWindows, 1),
        ("donchian_windows", DonchianWindows, 1), ("volume_ratio_windows", VolumeRatioWindows, 1),
        ("price_volume_windows", PriceVolumeWindows, 2),
    ];
}
