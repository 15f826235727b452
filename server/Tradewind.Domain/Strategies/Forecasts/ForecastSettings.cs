namespace Tradewind.Domain.Strategies.Forecasts;

/// <summary>Settings of the model-driven strategy.</summary>
/// <param name="Instrument">Ordinal of the instrument that is traded.</param>
/// <param name="ReturnField">Ordinal of the field with predicted returns.</param>
/// <param name="HorizonField">Ordinal of the field with the horizon in bars.</param>
/// <param name="BySign">Whether the sign alone decides; otherwise a threshold and the horizon.</param>
/// <param name="Threshold">Predicted return beyond which it trades, fraction.</param>
/// <param name="HoldBars">Bars a position is held; 0 for the model's horizon.</param>
/// <param name="AllowShort">Short on predicted falls.</param>
internal sealed record ForecastSettings(
    int Instrument, int ReturnField, int HorizonField, bool BySign, double Threshold, int HoldBars, bool AllowShort);
