using System.Collections.Immutable;

namespace Tradewind.Domain.Features;

/// <summary>
/// The 82 features for models of one instrument's next move, in nine groups. Their parameters are fixed by their names. Where the group
/// covers one instrument they have these names; where it covers several, <c>{p}_ml_</c> stands before them, so that
/// <c>BTC_USDT_ml_rsi_14</c> is not taken for the differently smoothed <c>BTC_USDT_rsi_14</c>. Calendar features belong to the row, not to an
/// instrument, and are made once under their plain names.
/// </summary>
public sealed record MachineLearningSpec
{
    /// <summary>Rows without which no row has every feature: 200 of the longest average and 5 of its slope.</summary>
    public const int LeastRows = 205;

    /// <summary>Instruments, by id or column prefix; null (default) takes every instrument with a close.</summary>
    public ImmutableArray<string>? Instruments { get; init; }

    /// <summary>
    /// Leave out the nine names that repeat a <c>price_lag_k</c> (returns, cumulative returns and rates of change over the same rows);
    /// default off.
    /// </summary>
    public bool Deduplicate { get; init; }

    /// <summary>
    /// Make <c>obv_normalized</c> of the change of on-balance volume over 50 rows instead of its level, which depends on where the series
    /// starts; default off.
    /// </summary>
    public bool ObvChange { get; init; }

    /// <summary>Rows per year in annualised volatility; default 252.</summary>
    public double Annualization { get; init; } = 252;

    /// <summary>
    /// The caller's word that futures prices are back-adjusted at rolls. Off (default) warns for every dated or generic future, whose roll
    /// gaps would pass for returns. Changes no value.
    /// </summary>
    public bool Adjusted { get; init; }
}
