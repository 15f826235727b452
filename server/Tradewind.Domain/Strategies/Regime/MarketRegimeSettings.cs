using System.Collections.Immutable;

namespace Tradewind.Domain.Strategies.Regime;

/// <summary>Settings of the market regime strategy.</summary>
/// <param name="Window">Returns that make the regime.</param>
/// <param name="PeriodsPerYear">Bars in a year.</param>
/// <param name="Long">Regimes in which it is long.</param>
/// <param name="Short">Regimes in which it is short.</param>
/// <param name="Flat">Regimes in which it holds nothing.</param>
internal sealed record MarketRegimeSettings(
    int Window, double PeriodsPerYear, ImmutableArray<MarketRegime> Long, ImmutableArray<MarketRegime> Short, ImmutableArray<MarketRegime> Flat);
