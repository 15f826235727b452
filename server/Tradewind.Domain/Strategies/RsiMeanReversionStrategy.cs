using Tradewind.Domain.Engine;
using Tradewind.Domain.Indicators;
using Tradewind.Domain.Market;

namespace Tradewind.Domain.Strategies;

/// <summary>Long below the oversold level, short above the overbought one, flat when the index is back beyond 50.</summary>
internal sealed class RsiMeanReversionStrategy(
    TradingUniverse universe, InstrumentSelection instruments, int period, double oversold, double overbought)
    : BarStrategy<RsiMeanReversionStrategy.State>($"RSIMeanReversion({period})", universe, instruments, () => new State(period))
{
    private const double Middle = 50;

    protected override void OnBar(IStrategyContext context, int instrument, in Bar bar, ref State state)
    {
        double rsi = state.Index.Update(bar.Close);
        decimal position = context.Position(instrument);
        (SignalDirection Direction, string Reason)? decision = rsi switch
        {
            _ when rsi < oversold => (SignalDirection.Long, "oversold"),
            _ when rsi > overbought => (SignalDirection.Short, "overbought"),
            _ when position > 0 && rsi > Middle => (SignalDirection.Flat, "long and back above 50"),
            _ when position < 0 && rsi < Middle => (SignalDirection.Flat, "short and back below 50"),
            _ => null,
        };
        if (decision is { } made)
        {
            Emit(context, instrument, made.Direction, made.Reason, new SignalValue("rsi", rsi));
        }
    }

    internal struct State(int period)
    {
        public Rsi Index = new(period);
    }
}
