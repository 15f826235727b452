namespace Tradewind.Domain.Strategies.Forecasts;

/// <summary>Names under which the forecasts of a model are observed.</summary>
public static class ModelForecasts
{
    /// <summary>Field with the predicted relative change of the target over the horizon, a fraction.</summary>
    public const string PredictedReturn = "predicted_return";

    /// <summary>Field with the horizon in rows.</summary>
    public const string Horizon = "horizon";

    /// <summary>Id of the instrument that stands for a model.</summary>
    public static string InstrumentOf(string modelId) => $"model:{modelId}";
}
