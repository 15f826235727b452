namespace Tradewind.Learning.Supervised;

/// <summary>The latest row whose outcome is not known yet: the only one a real forecast can be made for.</summary>
/// <param name="Time">Label of the row, UNIX nanoseconds UTC.</param>
/// <param name="ForecastTime">Label of the row h rows later on the frame's calendar.</param>
/// <param name="Features">Shape [1, p].</param>
/// <param name="Current">T(t).</param>
/// <param name="RowsBehind">Rows of the frame after this one, all of them incomplete; 0 for the last row.</param>
public sealed record LiveRow(long Time, long ForecastTime, FeatureMatrix Features, double Current, int RowsBehind);
