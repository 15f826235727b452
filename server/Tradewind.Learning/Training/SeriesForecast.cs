namespace Tradewind.Learning.Training;

/// <summary>One row of a target's forecast column.</summary>
/// <param name="Time">Label of the row it was made at, UNIX nanoseconds UTC.</param>
/// <param name="LabelTime">Label of the row it is about.</param>
/// <param name="Predicted">Forecast of the label (change or level).</param>
/// <param name="InSample">True when the model was trained on this row: a fit, not a forecast.</param>
public readonly record struct SeriesForecast(long Time, long LabelTime, double Predicted, bool InSample);
