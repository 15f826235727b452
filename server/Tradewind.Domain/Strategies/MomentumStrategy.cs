using Tradewind.Domain.Engine;
using Tradewind.Domain.Engine.Columns;
using Tradewind.Domain.Indicators;
using Tradewind.Domain.Market;

namespace Tradewind.Domain.Strategies;

/// <summary>Breakout: long above the highest high of the bars before this one, short below their lowest low.</summary>
internal sealed class MomentumStrategy(TradingUniverse universe, InstrumentSelection instruments, int period, double bufferPercent)
    : BarStrategy<MomentumStrategy.State>($"Momentum({period})", universe, instruments, () => new State(period)), IColumnStrategy
{
    /// <inheritdoc />
    public IColumnRule Over(BarColumns bars) => new Rule(
        this, bars,
        bars.Indicator($"highest high {period}", (all, column) =>
        {
            RollingMax highest = new(period);
            IndicatorFold.Run(ref highest, all.High, column);
        }),
        bars.Indicator($"lowest low {period}", (all, column) =>
        {
            RollingMin lowest = new(period);
            IndicatorFold.Run(ref lowest, all.Low, column);
        }));

    protected override void OnBar(IStrategyContext context, int instrument, in Bar bar, ref State state)
    {
        (double highest, double lowest) = (state.HighestBefore, state.LowestBefore);
        state.HighestBefore = state.Highest.Update(bar.High);
        state.LowestBefore = state.Lowest.Update(bar.Low);
        if (Decides(bar.Close, highest, lowest, out Decision decision))
        {
            decision.EmitTo(context, instrument);
        }
    }

    private double Above(double highest) => highest * (1 + bufferPercent / 100);

    private double Below(double lowest) => lowest * (1 - bufferPercent / 100);

    private bool Decides(double close, double highest, double lowest, out Decision decision)
    {
        (double above, double below) = (Above(highest), Below(lowest));
        bool rises = close > above;
        decision = new Decision(
            rises ? SignalDirection.Long : SignalDirection.Short, rises ? "close above the prior high" : "close below the prior low",
            new SignalValue("breakout_above", above), new SignalValue("breakout_below", below));
        return rises || close < below;
    }

    internal struct State(int period)
    {
        public RollingMax Highest = new(period);
        public RollingMin Lowest = new(period);
        public double HighestBefore = double.NaN;
        public double LowestBefore = double.NaN;
    }

    private sealed class Rule(MomentumStrategy strategy, BarColumns bars, ReadOnlyMemory<double> highest, ReadOnlyMemory<double> lowest) : IColumnRule
    {
        public int Next(int from, int to, int side)
        {
            ReadOnlySpan<double> closes = bars.Close[..to];
            ReadOnlySpan<double> highs = highest.Span;
            ReadOnlySpan<double> lows = lowest.Span;
            // The first row has no range before it.
            int row = Math.Max(from, 1);
            while (row < to && !(closes[row] > strategy.Above(highs[row - 1]) || closes[row] < strategy.Below(lows[row - 1])))
            {
                row++;
            }

            return Math.Min(row, to);
        }

        public bool Decides(int row, int side, out Decision decision)
        {
            int before = Math.Max(row - 1, 0);
            return strategy.Decides(bars.Close[row], highest.Span[before], lowest.Span[before], out decision) && row > 0;
        }
    }
}
