namespace Tradewind.Domain.Strategies.CrossSection;

/// <summary>Settings of the cross-sectional momentum.</summary>
/// <param name="Lookback">Bars of the return.</param>
/// <param name="Skip">Latest bars that are left out of it.</param>
/// <param name="RebalanceBars">Rows from one ranking to the next.</param>
/// <param name="TopFraction">Share of the ranked instruments that is bought.</param>
/// <param name="BottomFraction">Share that is sold short; 0 for none.</param>
/// <param name="Gross">Gross weight of each side.</param>
/// <param name="InverseVolatility">Whether weights are proportional to the inverse of the volatility.</param>
/// <param name="VolatilityWindow">Bars of that volatility.</param>
/// <param name="MinInstruments">Fewest ranked instruments; below it holds nothing.</param>
/// <param name="MaxAge">Rows without a bar after which an instrument is not ranked.</param>
internal sealed record CrossSectionalMomentumSettings(
    int Lookback, int Skip, int RebalanceBars, double TopFraction, double BottomFraction, double Gross, bool InverseVolatility,
    int VolatilityWindow, int MinInstruments, int MaxAge);
