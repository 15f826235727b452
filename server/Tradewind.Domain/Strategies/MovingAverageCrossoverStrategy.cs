using Tradewind.Domain.Engine;
using Tradewind.Domain.Indicators;
using Tradewind.Domain.Market;

namespace Tradewind.Domain.Strategies;

/// <summary>
/// Long when the fast average rises above the slow one, short (flat when long only) when it falls below. The averages were on the
/// other side or equal at the bar before: an exact tie keeps the old side until it is left.
/// </summary>
internal sealed class MovingAverageCrossoverStrategy(TradingUniverse universe, InstrumentSelection instruments, int fast, int slow, bool longOnly)
    : BarStrategy<MovingAverageCrossoverStrategy.State>(
        $"MACrossover({fast},{slow})", universe, instruments, () => new State(fast, slow))
{
    protected override void OnBar(IStrategyContext context, int instrument, in Bar bar, ref State state)
    {
        (double fastBefore, double slowBefore) = (state.FastValue, state.SlowValue);
        double fastNow = state.FastValue = state.Fast.Update(bar.Close);
        double slowNow = state.SlowValue = state.Slow.Update(bar.Close);
        // NaN before the slow window is full fails both comparisons.
        if (fastBefore <= slowBefore && fastNow > slowNow)
        {
            Emit(context, instrument, SignalDirection.Long, "fast average crossed above slow", new("fast", fastNow), new("slow", slowNow));
        }
        else if (fastBefore >= slowBefore && fastNow < slowNow)
        {
            Emit(
                context, instrument, longOnly ? SignalDirection.Flat : SignalDirection.Short, "fast average crossed below slow",
                new("fast", fastNow), new("slow", slowNow));
        }
    }

    internal struct State(int fast, int slow)
    {
        public Sma Fast = new(fast);
        public Sma Slow = new(slow);
        public double FastValue = double.NaN;
        public double SlowValue = double.NaN;
    }
}
