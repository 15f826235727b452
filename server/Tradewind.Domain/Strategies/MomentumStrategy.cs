using Tradewind.Domain.Engine;
using Tradewind.Domain.Indicators;
using Tradewind.Domain.Market;

namespace Tradewind.Domain.Strategies;

/// <summary>Breakout: long above the highest high of the bars before this one, short below their lowest low.</summary>
internal sealed class MomentumStrategy(TradingUniverse universe, InstrumentSelection instruments, int period, double bufferPercent)
    : BarStrategy<MomentumStrategy.State>($"Momentum({period})", universe, instruments, () => new State(period))
{
    protected override void OnBar(IStrategyContext context, int instrument, in Bar bar, ref State state)
    {
        double above = state.HighestBefore * (1 + bufferPercent / 100);
        double below = state.LowestBefore * (1 - bufferPercent / 100);
        state.HighestBefore = state.Highest.Update(bar.High);
        state.LowestBefore = state.Lowest.Update(bar.Low);
        if (bar.Close > above)
        {
            Emit(context, instrument, SignalDirection.Long, "close above the prior high", new("breakout_above", above), new("breakout_below", below));
        }
        else if (bar.Close < below)
        {
            Emit(context, instrument, SignalDirection.Short, "close below the prior low", new("breakout_above", above), new("breakout_below", below));
        }
    }

    internal struct State(int period)
    {
        public RollingMax Highest = new(period);
        public RollingMin Lowest = new(period);
        public double HighestBefore = double.NaN;
        public double LowestBefore = double.NaN;
    }
}
