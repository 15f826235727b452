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

    protected override void OnBar(IStrategyContext context, int instrument, in Bar bar, ref None state) => Decide(context, instrument);

    private static void Decide(IStrategyContext context, int instrument)
    {
        if (context.Position(instrument) == 0)
        {
            Emit(context, instrument, SignalDirection.Long, "flat");
        }
    }

    internal readonly struct None;

    private sealed class Rule : IColumnRule
    {
        public int Next(int from, int to, int side) => side == 0 ? from : to;

        public void OnRow(IStrategyContext context, int row) => Decide(context, OnlyInstrument);
    }
}
