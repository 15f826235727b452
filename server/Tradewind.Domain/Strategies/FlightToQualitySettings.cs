namespace Tradewind.Domain.Strategies;

/// <summary>Settings of the flight-to-quality strategy.</summary>
/// <param name="CreditField">Ordinal of the primary credit field.</param>
/// <param name="ReturnWindow">Rows of the returns.</param>
/// <param name="ScoreWindow">Rows of the z-score.</param>
/// <param name="Enter">z above which it leaves crypto.</param>
/// <param name="Exit">z below which it is long.</param>
/// <param name="MaxAge">Rows a credit value is carried forward.</param>
/// <param name="AllowShort">Short in place of flat.</param>
internal sealed record FlightToQualitySettings(
    int CreditField, int ReturnWindow, int ScoreWindow, double Enter, double Exit, int MaxAge, bool AllowShort);
