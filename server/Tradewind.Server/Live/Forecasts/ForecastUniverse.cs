using Tradewind.Domain.Engine;
using Tradewind.Domain.Market;
using Tradewind.Domain.Strategies;
using Tradewind.Domain.Strategies.Forecasts;
using Tradewind.V1;
using AssetClass = Tradewind.Domain.Market.AssetClass;
using Instrument = Tradewind.Domain.Market.Instrument;

namespace Tradewind.Server.Live.Forecasts;

/// <summary>What a strategy on a feed sees: the feed, and for one that trades a model the fields of its forecasts.</summary>
internal static class ForecastUniverse
{
    /// <summary>Fields of a model's forecasts.</summary>
    public static readonly string[] Fields = [ModelForecasts.Horizon, ModelForecasts.PredictedReturn];

    /// <summary>The universe of a session or signal stream. It follows from the specification alone: a replay needs no model.</summary>
    public static FeedUniverse Of(FeedUniverse feed, StrategySpec? spec, StrategyDirectory strategies) =>
        spec is not null && strategies.Find(spec.StrategyId) is { NeedsModel: true } && spec.Parameters.TryGetValue("model_id", out string? model)
            ? feed.Observing(new Instrument(ModelForecasts.InstrumentOf(model), AssetClass.Macro), Timeframe.Day, Fields)
            : feed;

    /// <summary>Where instruments and fields of a universe stand in a wider one.</summary>
    public static (int[] Instruments, int[] Fields) Places(TradingUniverse universe, TradingUniverse wider) => (
        [.. universe.Instruments.Select(instrument => wider.OrdinalOf(instrument.Id))], [.. universe.Fields.Select(wider.FindField)]);
}
