using Tradewind.Domain.Engine;
using Tradewind.Domain.Indicators;
using Tradewind.Domain.Market;

namespace Tradewind.Domain.Strategies;

/// <summary>Long when the line rises above its signal, short (flat when long only) when it falls below; a tie keeps the old side until it is left.</summary>
internal sealed class MacdStrategy(TradingUniverse universe, InstrumentSelection instruments, int fast, int slow, int signal, bool longOnly)
    : BarStrategy<MacdStrategy.State>($"MACD({fast},{slow},{signal})", universe, instruments, () => new State(fast, slow, signal))
{
    protected override void OnBar(IStrategyContext context, int instrument, in Bar bar, ref State state)
    {
        double before = state.Averages.Histogram;
        state.Averages.Update(bar.Close);
        double now = state.Averages.Histogram;
        bool wasDefined = state.Bars++ > 0;
        if (wasDefined && before <= 0 && now > 0)
        {
            Emit(context, instrument, SignalDirection.Long, "line crossed above its signal", new("line", state.Averages.Line), new("histogram", now));
        }
        else if (wasDefined && before >= 0 && now < 0)
        {
            Emit(
                context, instrument, longOnly ? SignalDirection.Flat : SignalDirection.Short, "line crossed below its signal",
                new("line", state.Averages.Line), new("histogram", now));
        }
    }

    internal struct State(int fast, int slow, int signal)
    {
        public Macd Averages = new(fast, slow, signal);
        public long Bars;
    }
}
