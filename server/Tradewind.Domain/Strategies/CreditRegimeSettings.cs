namespace Tradewind.Domain.Strategies;

/// <summary>Settings of the credit regime strategy.</summary>
/// <param name="CreditField">Ordinal of the primary credit field.</param>
/// <param name="RegimeLookback">Bars of the regime's returns.</param>
/// <param name="MomentumWindow">Bars of the divergence's returns.</param>
/// <param name="ScoreWindow">Bars of the divergence's z-score.</param>
/// <param name="DivergenceLimit">|z| of opposite risk directions beyond which it stays out.</param>
/// <param name="MaxAge">Bars for which a credit value counts after the bar it was first known at.</param>
/// <param name="AllowShort">True to go short in risk-off regimes in place of flat.</param>
internal sealed record CreditRegimeSettings(
    int CreditField, int RegimeLookback, int MomentumWindow, int ScoreWindow, double DivergenceLimit, int MaxAge, bool AllowShort);
