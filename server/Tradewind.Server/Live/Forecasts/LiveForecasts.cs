using Tradewind.Domain.Engine;
using Tradewind.Domain.Market;
using Tradewind.Domain.Strategies.Forecasts;
using Tradewind.Learning.Training;
using Tradewind.Server.Live.Features;

namespace Tradewind.Server.Live.Forecasts;

/// <summary>
/// The forecasts of a model on a feed, as fields that become known with the row each is made from. Rows and features are those of live
/// features, so a forecast is the one a backtest over the same rows is shown, bit for bit.
/// </summary>
internal sealed class LiveForecasts : IDisposable
{
    private readonly ForecastModel _model;
    private readonly LiveFeatureSet _set;
    private readonly LiveFeatureRows _rows;
    private readonly WarmUpHistory _history;
    private readonly bool _inSample;
    private readonly (int[] Instruments, int[] Fields) _places;
    private readonly (int Instrument, int Horizon, int Return) _own;
    private readonly int _target;
    private readonly int _depth;
    private readonly List<(long Label, double[] Values)> _recent = [];
    private long _rowsAfterFit;

    /// <summary>Sets up before the first event.</summary>
    /// <param name="universe">The feed with the fields of the forecasts, see <see cref="ForecastUniverse"/>.</param>
    /// <param name="modelId">Id of the model.</param>
    /// <param name="model">The fitted model, disposed of with this.</param>
    /// <param name="set">Columns the model was trained on, on the feed.</param>
    /// <param name="rows">Computes its features.</param>
    /// <param name="history">Stored rows from the first the model's features were computed on.</param>
    /// <param name="inSample">True: rows the model was fitted on have forecasts too.</param>
    /// <exception cref="Domain.Errors.InvalidInputException">The target or a feature is not made of what the feed carries.</exception>
    public LiveForecasts(
        FeedUniverse universe, string modelId, ForecastModel model, LiveFeatureSet set, LiveFeatureRows rows, WarmUpHistory history, bool inSample)
    {
        (_model, _set, _rows, _history, _inSample) = (model, set, rows, history, inSample);
        _places = ForecastUniverse.Places(set.Feed.Universe, universe.Universe);
        string instrument = ModelForecasts.InstrumentOf(modelId);
        _own = (
            universe.Universe.OrdinalOf(instrument), universe.Universe.FindField(new FieldKey(instrument, ModelForecasts.Horizon)),
            universe.Universe.FindField(new FieldKey(instrument, ModelForecasts.PredictedReturn)));
        _target = rows.Features.Columns.IndexOf(model.Info.Target);
        _depth = model.Info.Lags.DefaultIfEmpty(0).Max() + 1;
        // Says what is missing, before anything is traded.
        model.Predict(Recent());
    }

    /// <summary>Takes in what was known before a time and is not shown; nothing is predicted from it.</summary>
    public void WarmUp(long before)
    {
        while (_history.TryTake(before, out MarketSlice slice))
        {
            _rows.Take(slice, (label, _, filled, features) => Remember(label, filled, features));
        }
    }

    /// <summary>A slice of history with the forecast that became known with it. Slices come in order, before the first of the feed.</summary>
    public MarketSlice Past(in MarketSlice slice)
    {
        WarmUp(slice.KnownTime);
        long? label = null;
        double current = double.NaN;
        while (_history.TryTake(slice.KnownTime + 1, out MarketSlice own))
        {
            _rows.Take(own, (ended, _, filled, features) => (label, current) = (ended, Remember(ended, filled, features)));
        }

        return With(slice, label is { } known ? [(known, Predict(current))] : []);
    }

    /// <summary>A slice of the feed with the forecasts that became known with it; rows the model was fitted on have none unless asked for.</summary>
    public MarketSlice Live(in MarketSlice slice)
    {
        List<(long Label, double Return)> made = [];
        _rows.Take(slice, (label, _, filled, features) =>
        {
            double current = Remember(label, filled, features);
            // The last label of the fit is known with the row it was taken from: forecasts count from the row after that.
            made.Add((label, _inSample || _rowsAfterFit > _model.Info.Horizon ? Predict(current) : double.NaN));
        });
        return With(slice, made);
    }

    /// <inheritdoc />
    public void Dispose() => _model.Dispose();

    /// <summary>Keeps a row for as long as forecasts are made from it.</summary>
    /// <returns>Its value of the target.</returns>
    private double Remember(long label, ReadOnlySpan<double> filled, ReadOnlySpan<double> features)
    {
        _rowsAfterFit += label > _model.Info.TrainedTo ? 1 : 0;
        _recent.Add((label, [.. filled, .. features]));
        if (_recent.Count > _depth)
        {
            _recent.RemoveAt(0);
        }

        return filled[_target];
    }

    // The return predicted from the newest row.
    private double Predict(double current) => current > 0 ? _model.Predict(Recent())[^1].Change / current : double.NaN;

    // As many rows as the lags of the model reach back.
    private Frame Recent()
    {
        FrameColumn[] raw = [.. _set.Schema.Columns];
        return new Frame(
            _recent.Select(row => row.Label).ToArray(), _set.Timeframe, _set.Schema.EveryDay,
            [
                .. raw.Select((column, i) => column with { Values = Column(i) }),
                .. _rows.Features.Features.Select((name, i) => new FrameColumn(name, "", AssetClass.Unspecified, "", FieldKind.Unknown, Column(raw.Length + i))),
            ]);
    }

    private ReadOnlyMemory<double> Column(int index) => _recent.Select(row => row.Values[index]).ToArray();

    // Observations by field, then bars by instrument, as slices are ordered.
    private MarketSlice With(in MarketSlice slice, IReadOnlyList<(long Label, double Return)> forecasts)
    {
        List<MarketEvent> events = [];
        foreach (ref readonly MarketEvent item in slice.Events.Span)
        {
            events.Add(item with { Instrument = _places.Instruments[item.Instrument], Field = item.IsBar ? item.Field : _places.Fields[item.Field] });
        }

        foreach ((long label, double predicted) in forecasts)
        {
            events.Add(MarketEvent.OfField(_own.Instrument, _own.Horizon, label, _model.Info.Horizon));
            if (!double.IsNaN(predicted))
            {
                events.Add(MarketEvent.OfField(_own.Instrument, _own.Return, label, predicted));
            }
        }

        return new MarketSlice(slice.KnownTime, events.OrderBy(item => item.IsBar).ThenBy(item => item.IsBar ? item.Instrument : item.Field).ToArray());
    }
}
