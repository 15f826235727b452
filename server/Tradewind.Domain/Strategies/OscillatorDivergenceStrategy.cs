using Tradewind.Domain.Engine;
using Tradewind.Domain.Indicators;
using Tradewind.Domain.Market;

namespace Tradewind.Domain.Strategies;

/// <summary>
/// Divergence of a price and its oscillator (other strategies' specification, section 8): over the same bars one rises and the other
/// falls. A higher price with a lower oscillator is sold, a lower price with a higher one bought, each where the oscillator of the RSI
/// was beyond its level at the start.
/// </summary>
internal sealed class OscillatorDivergenceStrategy(
    TradingUniverse universe, InstrumentSelection instruments, OscillatorDivergenceSettings settings)
    : BarStrategy<OscillatorDivergenceStrategy.State>(
        $"OscillatorDivergence({(settings.ByMacd ? "macd" : "rsi")},{settings.Lookback})", universe, instruments, () => new State(settings))
{
    private readonly LevelledPositions _positions = new(universe);

    protected override void OnBar(IStrategyContext context, int instrument, in Bar bar, ref State state)
    {
        _positions.Guard(context, instrument, bar.Close);
        double rsi = state.Index.Update(bar.Close), macd = state.Averages.Update(bar.Close);
        double oscillator = settings.ByMacd ? macd : rsi;
        double priceBefore = state.Prices.Update(bar.Close), before = state.Oscillators.Update(oscillator);
        double priceChange = bar.Close - priceBefore, change = oscillator - before;
        if (!(priceChange * change < 0))
        {
            return;
        }

        SignalDirection direction = priceChange > 0 ? SignalDirection.Short : SignalDirection.Long;
        bool wasExtreme = settings.ByMacd || (direction == SignalDirection.Short ? before >= settings.Upper : before <= settings.Lower);
        if (wasExtreme && !(settings.LongOnly && direction == SignalDirection.Short))
        {
            int sign = (int)direction;
            _positions.Enter(context, instrument, new SizedDecision(
                direction, settings.Size, bar.Close * (1 - sign * settings.StopLoss), bar.Close * (1 + sign * settings.TakeProfit), 0.5, "DIVERGENCE",
                direction == SignalDirection.Short ? "higher price, lower oscillator" : "lower price, higher oscillator",
                [new("oscillator", oscillator), new("oscillator_before", before), new("price_before", priceBefore)]));
        }
        else if (settings.LongOnly && _positions.DirectionOf(instrument) > 0 && direction == SignalDirection.Short && wasExtreme)
        {
            _positions.Leave(context, instrument, "higher price, lower oscillator");
        }
    }

    internal struct State(OscillatorDivergenceSettings settings)
    {
        public Rsi Index = new(settings.Period);
        public Macd Averages = new(12, 26, 9);
        public Lag Prices = new(settings.Lookback);
        public Lag Oscillators = new(settings.Lookback);
    }
}
