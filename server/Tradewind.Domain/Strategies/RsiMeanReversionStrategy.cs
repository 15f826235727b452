using Tradewind.Domain.Engine;
using Tradewind.Domain.Engine.Columns;
using Tradewind.Domain.Indicators;
using Tradewind.Domain.Market;

namespace Tradewind.Domain.Strategies;

/// <summary>Long below the oversold level, short above the overbought one, flat when the index is back beyond 50.</summary>
internal sealed class RsiMeanReversionStrategy(
    TradingUniverse universe, InstrumentSelection instruments, int period, double oversold, double overbought)
    : BarStrategy<RsiMeanReversionStrategy.State>($"RSIMeanReversion({period})", universe, instruments, () => new State(period)), IColumnStrategy
{
    private const double Middle = 50;

    /// <inheritdoc />
    public IColumnRule Over(BarColumns bars) => new Rule(this, oversold, overbought, bars.Indicator($"rsi {period}", (all, column) =>
    {
        Rsi index = new(period);
        IndicatorFold.Run(ref index, all.Close, column);
    }));

    protected override void OnBar(IStrategyContext context, int instrument, in Bar bar, ref State state)
    {
        if (Decides(state.Index.Update(bar.Close), SideOf(context, instrument), out Decision decision))
        {
            decision.EmitTo(context, instrument);
        }
    }

    private bool Decides(double rsi, int side, out Decision decision)
    {
        (SignalDirection direction, string reason) = rsi switch
        {
            _ when rsi < oversold => (SignalDirection.Long, "oversold"),
            _ when rsi > overbought => (SignalDirection.Short, "overbought"),
            _ when side > 0 && rsi > Middle => (SignalDirection.Flat, "long and back above 50"),
            _ when side < 0 && rsi < Middle => (SignalDirection.Flat, "short and back below 50"),
            _ => (SignalDirection.Flat, ""),
        };
        decision = new Decision(direction, reason, new SignalValue("rsi", rsi));
        return reason.Length > 0;
    }

    internal struct State(int period)
    {
        public Rsi Index = new(period);
    }

    private sealed class Rule(RsiMeanReversionStrategy strategy, double oversold, double overbought, ReadOnlyMemory<double> index) : IColumnRule
    {
        public int Next(int from, int to, int side)
        {
            // A position is left at the middle, so the levels it acts on are nearer than for an entry.
            double below = side < 0 ? Math.Max(oversold, Middle) : oversold;
            double above = side > 0 ? Math.Min(overbought, Middle) : overbought;
            ReadOnlySpan<double> values = index.Span[..to];
            int row = from;
            while (row < to && !(values[row] < below || values[row] > above))
            {
                row++;
            }

            return row;
        }

        public bool Decides(int row, int side, out Decision decision) => strategy.Decides(index.Span[row], side, out decision);
    }
}
