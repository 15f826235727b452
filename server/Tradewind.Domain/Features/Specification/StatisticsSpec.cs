using System.Collections.Immutable;

namespace Tradewind.Domain.Features;

/// <summary>Rolling statistics of every close, and slopes of named pairs. A null window switches a statistic off; all are off by default.</summary>
public sealed record StatisticsSpec
{
    /// <summary>
    /// Rows, at least 2, of <c>{p}_parkinson_vol_{n}</c>, <c>{p}_garman_klass_vol_{n}</c>, <c>{p}_rogers_satchell_vol_{n}</c> and
    /// <c>{p}_yang_zhang_vol_{n}</c>, of instruments with the prices each needs.
    /// </summary>
    public int? RangeVolatilityWindow { get; init; }

    /// <summary>Rows, at least 16, of <c>{p}_hurst_{n}</c>, the Hurst exponent of log closes.</summary>
    public int? HurstWindow { get; init; }

    /// <summary>Rows, at least 10, of <c>{p}_sample_entropy_{n}</c> of returns.</summary>
    public int? SampleEntropyWindow { get; init; }

    /// <summary>Rows, at least 3, of <c>{p}_permutation_entropy_{n}</c> of returns.</summary>
    public int? PermutationEntropyWindow { get; init; }

    /// <summary>Order of <c>{p}_fracdiff</c>, the fractional difference of log closes; above 0 and at most 2.</summary>
    public double? FractionalOrder { get; init; }

    /// <summary>Rows per year in the volatilities; null (default) takes the frame's calendar.</summary>
    public double? Annualization { get; init; }

    /// <summary>Slopes to make; default none.</summary>
    public ImmutableArray<BetaSpec> Betas { get; init; } = [];

    /// <summary>Covariances <c>cov_{first}_{second}_{n}</c> of changes to make, n at least 2; default none.</summary>
    public ImmutableArray<PairWindowSpec> Covariances { get; init; } = [];

    /// <summary>
    /// Rolling tests of cointegration <c>eg_statistic_{first}_{second}_{n}</c>, <c>eg_hedge_…</c>, <c>eg_half_life_…</c> and
    /// <c>eg_score_…</c> to make, n at least 21; default none.
    /// </summary>
    public ImmutableArray<PairWindowSpec> Cointegrations { get; init; } = [];
}
