using System.Globalization;
using Tradewind.Domain.Engine;
using Tradewind.Domain.Indicators;
using Tradewind.Domain.Market;

namespace Tradewind.Domain.Strategies.Volatility;

/// <summary>
/// Holds each instrument at the weight at which it is expected to have its share of a target volatility: target over the volatility of
/// the last returns, divided by the number of instruments, at most a cap. Trades only when the weight has drifted out of a band. With a
/// trend window it stands aside while the close is not above its average.
/// </summary>
internal sealed class VolatilityTargetStrategy(TradingUniverse universe, InstrumentSelection instruments, VolatilityTargetSettings settings)
    : BarStrategy<VolatilityTargetStrategy.State>(
        string.Create(CultureInfo.InvariantCulture, $"VolatilityTarget({settings.Target:0.###},{settings.Window})"), universe, instruments,
        () => new State(settings))
{
    private readonly TargetOrders _orders = new(universe);
    private readonly double _share = 1.0 / instruments.Ordinals.Length;

    protected override void OnBar(IStrategyContext context, int instrument, in Bar bar, ref State state)
    {
        double volatility = state.Volatility.Update(bar.Close);
        double average = state.Average.Update(bar.Close);
        if (double.IsNaN(volatility) || (settings.TrendWindow > 0 && double.IsNaN(average)))
        {
            return;
        }

        bool aside = settings.TrendWindow > 0 && bar.Close <= average;
        double weight = aside ? 0 : Math.Min(settings.MaxWeight, settings.Target / Math.Max(volatility, settings.Floor)) * _share;
        bool drifted = Math.Abs(weight - state.Weight) > settings.Band * Math.Max(state.Weight, weight);
        if (drifted)
        {
            state.Weight = weight;
            _orders.MoveTo(context, instrument, _orders.QuantityOf(context, instrument, weight), "volatility target");
            context.Report(new Signal
            {
                Time = context.Time,
                InstrumentOrdinal = instrument,
                Instrument = context.Universe.Instruments[instrument].Id,
                Direction = aside ? SignalDirection.Flat : SignalDirection.Long,
                Strength = settings.MaxWeight > 0 ? Math.Min(1, weight / (settings.MaxWeight * _share)) : null,
                Label = aside ? "aside" : "sized",
                Reason = aside ? "close not above its average" : "weight drifted out of its band",
                Values = [new("weight", weight), new("volatility", volatility)],
            });
        }
        else
        {
            // The weight that prices have made of the holding since it was last traded.
            state.Weight = double.IsNaN(context.Equity) || _orders.IsWaiting(context, instrument) ? state.Weight : _orders.WeightOf(context, instrument);
        }
    }

    internal struct State(VolatilityTargetSettings settings)
    {
        public ReturnVolatility Volatility = new(settings.Window, settings.PeriodsPerYear);
        public Sma Average = new(Math.Max(1, settings.TrendWindow));
        public double Weight;
    }
}
