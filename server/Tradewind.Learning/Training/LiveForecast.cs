namespace Tradewind.Learning.Training;

/// <summary>A forecast whose outcome is not known yet.</summary>
/// <param name="Time">Label of the row it was made at, UNIX nanoseconds UTC.</param>
/// <param name="ForecastTime">Label of the row it is about: h rows later on the target's calendar.</param>
/// <param name="Horizon">Rows ahead.</param>
/// <param name="Current">T(t).</param>
/// <param name="Label">What the model predicted: change, return or level.</param>
/// <param name="Level">Forecast of T(t+h).</param>
/// <param name="Change">Forecast of T(t+h) − T(t).</param>
/// <param name="BandHalfWidth">1.28 × walk-forward RMSE in units of the target: change and level ± this hold 80 % if errors are normal.</param>
/// <param name="DirectionalAccuracy">Of the walk-forward run; NaN where undefined.</param>
/// <param name="Skill">Of the walk-forward run; NaN where undefined.</param>
public sealed record LiveForecast(
    long Time, long ForecastTime, int Horizon, double Current, double Label, double Level, double Change, double BandHalfWidth, double DirectionalAccuracy, double Skill)
{
    /// <summary>Level − half width.</summary>
    public double LowerLevel => Level - BandHalfWidth;

    /// <summary>Level + half width.</summary>
    public double UpperLevel => Level + BandHalfWidth;
}
