using Tradewind.Domain.Engine;
using Tradewind.Domain.Market;

namespace Tradewind.Domain.Strategies;

/// <summary>Long whenever flat.</summary>
internal sealed class BuyAndHoldStrategy(TradingUniverse universe, InstrumentSelection instruments)
    : BarStrategy<BuyAndHoldStrategy.None>("BuyAndHoldStrategy", universe, instruments, () => default)
{
    protected override void OnBar(IStrategyContext context, int instrument, in Bar bar, ref None state)
    {
        if (context.Position(instrument) == 0)
        {
            Emit(context, instrument, SignalDirection.Long, "flat");
        }
    }

    internal readonly struct None;
}
