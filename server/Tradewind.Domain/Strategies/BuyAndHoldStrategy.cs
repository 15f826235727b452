using Tradewind.Domain.Engine;
using Tradewind.Domain.Engine.Columns;
using Tradewind.Domain.Market;

namespace Tradewind.Domain.Strategies;

/// <summary>Long whenever flat.</summary>
internal sealed class BuyAndHoldStrategy(TradingUniverse universe, InstrumentSelection instruments)
    : BarStrategy<BuyAndHoldStrategy.None>("BuyAndHoldStrategy", universe, instruments, () => default), IColumnStrategy
{
    /// <inheritdoc />
    public IColumnRule Over(BarColumns bars) => new Rule();

    protected override void OnBar(IStrategyContext context, int instrument, in Bar bar, ref None state)
    {
        if (Decides(SideOf(context, instrument), out Decision decision))
        {
            decision.EmitTo(context, instrument);
        }
    }

    private static bool Decides(int side, out Decision decision)
    {
        decision = new Decision(SignalDirection.Long, "flat");
        return side == 0;
    }

    internal readonly struct None;

    private sealed class Rule : IColumnRule
    {
        public int Next(int from, int to, int side) => side == 0 ? from : to;

        public bool Decides(int row, int side, out Decision decision) => BuyAndHoldStrategy.Decides(side, out decision);
    }
}
