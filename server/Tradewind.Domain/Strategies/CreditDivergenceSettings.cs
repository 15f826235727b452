namespace Tradewind.Domain.Strategies;

/// <summary>Settings of the divergence of crypto and credit.</summary>
/// <param name="CreditField">Ordinal of the credit field.</param>
/// <param name="ReturnWindow">Bars of the returns.</param>
/// <param name="ScoreWindow">Bars of the z-score.</param>
/// <param name="Entry">|z| beyond which it trades.</param>
/// <param name="Exit">|z| at which it has closed.</param>
/// <param name="MaxAge">Bars a credit value is carried forward.</param>
/// <param name="LongOnly">Flat in place of short.</param>
internal sealed record CreditDivergenceSettings(
    int CreditField, int ReturnWindow, int ScoreWindow, double Entry, double Exit, int MaxAge, bool LongOnly);
