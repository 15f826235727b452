namespace Tradewind.Learning.Validation;

/// <summary>A forecast of a row its model was not trained on.</summary>
/// <param name="Time">Label of the row the forecast was made at, UNIX nanoseconds UTC.</param>
/// <param name="LabelTime">Label of the row it is about.</param>
/// <param name="Current">T(t).</param>
/// <param name="Actual">y(t): the change or level that came.</param>
/// <param name="Predicted">Forecast of y(t).</param>
/// <param name="Fold">Number of the fold; 0 for the holdout.</param>
public readonly record struct OutOfSamplePrediction(long Time, long LabelTime, double Current, double Actual, double Predicted, int Fold)
{
    /// <summary>Actual − predicted.</summary>
    public double Error => Actual - Predicted;
}
