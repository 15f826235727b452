using Tradewind.Domain.Engine;

namespace Tradewind.Domain.Strategies.Forecasts;

/// <summary>
/// Trades the forecasts of a trained model, which it is shown as a field that becomes known with the row it was made from (models
/// specification, section 10). By threshold: in when the predicted return is beyond it, out after the horizon unless the forecast still
/// says so. By sign: in while it is positive, out (or short) while it is negative. A forecast counts on the first bar at or after it.
/// </summary>
internal sealed class ForecastStrategy(string model, string predictions, ForecastSettings settings) : IStrategy
{
    private long _seen = long.MinValue;
    private SignalDirection _held = SignalDirection.Flat;
    private int _age;

    /// <inheritdoc />
    public string Name => $"Model({model}, {predictions})";

    /// <inheritdoc />
    public void OnSlice(IStrategyContext context)
    {
        bool hasBar = false;
        foreach (ref readonly MarketEvent item in context.Events)
        {
            hasBar |= item.IsBar && item.Instrument == settings.Instrument;
        }

        if (!hasBar)
        {
            return;
        }

        FieldObservation forecast = context.Latest(settings.ReturnField);
        bool isNew = forecast.IsKnown && forecast.KnownTime != _seen;
        _seen = forecast.KnownTime;
        _age++;
        double predicted = isNew ? forecast.Value : double.NaN;
        (SignalDirection Direction, string Reason)? decision = settings.BySign ? BySign(predicted) : ByThreshold(context, predicted);
        if (decision is { } made && made.Direction != _held)
        {
            _held = made.Direction;
            context.Emit(new Signal
            {
                Time = context.Time,
                InstrumentOrdinal = settings.Instrument,
                Instrument = context.Universe.Instruments[settings.Instrument].Id,
                Direction = made.Direction,
                Label = made.Direction.ToString(),
                Reason = made.Reason,
                Values = [new("predicted_return", predicted), new("horizon", context.Latest(settings.HorizonField).Value)],
            });
        }
    }

    private (SignalDirection Direction, string Reason)? BySign(double predicted) => predicted switch
    {
        > 0 => (SignalDirection.Long, "predicted to rise"),
        < 0 => (settings.AllowShort ? SignalDirection.Short : SignalDirection.Flat, "predicted to fall"),
        _ => null,
    };

    private (SignalDirection Direction, string Reason)? ByThreshold(IStrategyContext context, double predicted)
    {
        SignalDirection wanted = predicted > settings.Threshold ? SignalDirection.Long
            : settings.AllowShort && predicted < -settings.Threshold ? SignalDirection.Short
            : SignalDirection.Flat;
        if (wanted != SignalDirection.Flat)
        {
            _age = 0;
            return (wanted, "predicted return beyond the threshold");
        }

        double hold = settings.HoldBars > 0 ? settings.HoldBars : context.Latest(settings.HorizonField).Value;
        return _held != SignalDirection.Flat && _age >= hold ? (SignalDirection.Flat, "horizon reached") : null;
    }
}
