using Tradewind.Domain.Engine;
using Tradewind.Domain.Features;
using Tradewind.Domain.Market;
using Tradewind.Domain.Strategies.Forecasts;
using Tradewind.Learning.Training;
using Tradewind.Server.Live;
using Tradewind.Server.Live.Features;
using Tradewind.Server.Live.Forecasts;
using FeatureSetSpec = Tradewind.Domain.Features.FeatureSetSpec;
using Instrument = Tradewind.Domain.Market.Instrument;
using TrainingSpec = Tradewind.Learning.Training.TrainingSpec;

namespace Tradewind.Server.Tests.Streams;

/// <summary>Forecasts along stored history and the feed that follows it, on a made-up walk.</summary>
public sealed class LiveForecastsTests
{
    private const int Rows = 200;
    private const int FirstShown = 100;
    private const int FirstLive = 150;
    private readonly InstrumentSeries _series = Walk();
    private readonly FeedUniverse _feed;
    private readonly LiveFeatureSet _set;
    private readonly Frame _frame;
    private readonly byte[] _model;
    private readonly MarketSlice[] _slices;

    public LiveForecastsTests()
    {
        _feed = FeedUniverse.Of([_series]);
        _set = LiveFeatureSet.Of(_feed, [], fillLimit: 0);
        _frame = new Frame(
            _series.Times, Timeframe.Day, everyDay: true,
            [.. _set.Schema.Columns.Select(column => column with { Values = _series.Column(column.Field) })]);
        using TrainingResult trained = Trainer.Train(_frame, new TrainingSpec { Target = Target, Model = "Ridge", Lags = [1, 2] });
        _model = trained.Horizons[0].Model.Save();
        WarmUpHistory all = History();
        List<MarketSlice> slices = [];
        while (all.TryTake(long.MaxValue, out MarketSlice slice))
        {
            slices.Add(slice);
        }

        _slices = [.. slices];
    }

    private string Target => _set.Schema.Columns.Single(column => column.Field == "close").Name;

    [Fact]
    public void History_is_predicted_when_it_is_shown_and_the_feed_goes_on_from_it()
    {
        using LiveForecasts forecasts = Open();
        Assert.Equal(Expected(FirstShown, FirstLive), _slices[FirstShown..FirstLive].Select(slice => ReturnOf(forecasts.Past(slice))));
        forecasts.WarmUp(_slices[FirstLive].KnownTime);
        Assert.Equal(Expected(FirstLive, Rows), _slices[FirstLive..].Select(slice => ReturnOf(forecasts.Live(slice))));
    }

    [Fact]
    public void A_feed_without_history_shown_has_the_same_forecasts()
    {
        using LiveForecasts forecasts = Open();
        forecasts.WarmUp(_slices[FirstLive].KnownTime);
        Assert.Equal(Expected(FirstLive, Rows), _slices[FirstLive..].Select(slice => ReturnOf(forecasts.Live(slice))));
    }

    private IEnumerable<double> Expected(int from, int to)
    {
        using ForecastModel model = ForecastModel.Load(_model);
        double[] closes = _series.Column("close").ToArray();
        return [.. model.Predict(_frame).Select((forecast, row) => forecast.Change / closes[row]).Take(from..to)];
    }

    private WarmUpHistory History() => new(_feed.Universe, [_series], "warm_up");

    private LiveForecasts Open()
    {
        FeedUniverse universe = _feed.Observing(new Instrument(ModelForecasts.InstrumentOf("walk"), AssetClass.Macro), Timeframe.Day, ForecastUniverse.Fields);
        FeatureSetSpec features = new()
        {
            Technical = TechnicalSpec.None, Momentum = new MomentumSpec { Columns = [] }, Windows = new WindowsSpec { SmaWindows = [2], EmaWindows = [] },
        };
        return new LiveForecasts(universe, "walk", ForecastModel.Load(_model), _set, new LiveFeatureRows(_set, features), History(), inSample: true);
    }

    // The last observation of a slice: fields are in the order of the universe, the return after the horizon.
    private static double ReturnOf(MarketSlice slice) => slice.Events.ToArray().Last(item => !item.IsBar).Value;

    private static InstrumentSeries Walk()
    {
        Random random = new(7);
        double[] closes = new double[Rows];
        double price = 100;
        for (int i = 0; i < Rows; i++)
        {
            closes[i] = price *= 1 + 0.02 * (random.NextDouble() - 0.5);
        }

        string[] fields = ["open", "high", "low", "close", "volume"];
        return new InstrumentSeries(
            new Instrument("WALK", AssetClass.CryptoSpot), Timeframe.Day, Availability.Candle, Enumerable.Range(0, Rows).Select(day => day * UnixTime.Day).ToArray(),
            fields.Select(field => KeyValuePair.Create(
                field, (ReadOnlyMemory<double>)closes.Select((close, i) => field switch
                {
                    "open" => i == 0 ? close : closes[i - 1], "high" => close * 1.02, "low" => close * 0.97, "volume" => 10 + random.NextDouble(), _ => close,
                }).ToArray())));
    }
}
