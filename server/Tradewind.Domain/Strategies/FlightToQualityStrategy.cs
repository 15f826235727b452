using Tradewind.Domain.Engine;
using Tradewind.Domain.Indicators;

namespace Tradewind.Domain.Strategies;

/// <summary>
/// Leaves crypto when money flies to quality (feature specification, section 3): f = −mean of the crypto returns − relative change of the
/// primary spread, as a z-score. Above the entry it goes flat, or short where allowed; below the exit it is long; between it holds. The
/// mean is over the assets with a bar and a return in the row, so a late listing joins when it has one.
/// </summary>
internal sealed class FlightToQualityStrategy(TradingUniverse universe, InstrumentSelection instruments, FlightToQualitySettings settings) : IStrategy
{
    private readonly Return[] _returns = [.. universe.Instruments.Select(_ => new Return(settings.ReturnWindow))];
    private Return _creditReturn = new(settings.ReturnWindow, ReturnBasis.Spread);
    private FlightToQuality _indicator = new(settings.ScoreWindow);
    private CarriedField _credit = new(settings.MaxAge);

    /// <inheritdoc />
    public string Name => FormattableString.Invariant($"FlightToQuality({settings.ReturnWindow},{settings.ScoreWindow},{settings.Enter:0.##})");

    /// <inheritdoc />
    public void OnSlice(IStrategyContext context)
    {
        (double sum, int count, bool any) = (0, 0, false);
        foreach (ref readonly MarketEvent item in context.Events)
        {
            if (item.IsBar && instruments.Contains(item.Instrument))
            {
                double change = _returns[item.Instrument].Update(item.Bar.Close);
                (sum, count) = double.IsNaN(change) ? (sum, count) : (sum + change, count + 1);
                any = true;
            }
        }

        if (!any)
        {
            return;
        }

        double credit = _credit.At(context.Latest(settings.CreditField));
        double creditReturn = _creditReturn.Update(credit);
        double score = _indicator.Update(count > 0 ? sum / count : double.NaN, creditReturn);
        SignalDirection? direction = score > settings.Enter ? settings.AllowShort ? SignalDirection.Short : SignalDirection.Flat
            : score < settings.Exit ? SignalDirection.Long
            : null;
        if (direction is { } made)
        {
            Emit(context, made, score, credit);
        }
    }

    private void Emit(IStrategyContext context, SignalDirection direction, double score, double credit)
    {
        foreach (ref readonly MarketEvent item in context.Events)
        {
            if (item.IsBar && instruments.Contains(item.Instrument))
            {
                context.Emit(new Signal
                {
                    Time = context.Time,
                    InstrumentOrdinal = item.Instrument,
                    Instrument = context.Universe.Instruments[item.Instrument].Id,
                    Direction = direction,
                    Label = direction == SignalDirection.Long ? "Calm" : "Flight to quality",
                    Reason = direction == SignalDirection.Long ? "no flight to quality" : "crypto falls while spreads tighten",
                    Values = [new("ftq", score), new("ftq_raw", _indicator.Raw), new("credit", credit)],
                });
            }
        }
    }
}
