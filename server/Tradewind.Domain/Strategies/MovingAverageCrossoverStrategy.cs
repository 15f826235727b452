using System.Numerics;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using Tradewind.Domain.Engine;
using Tradewind.Domain.Engine.Columns;
using Tradewind.Domain.Indicators;
using Tradewind.Domain.Market;

namespace Tradewind.Domain.Strategies;

/// <summary>
/// Long when the fast average rises above the slow one, short (flat when long only) when it falls below. The averages were on the
/// other side or equal at the bar before: an exact tie keeps the old side until it is left.
/// </summary>
internal sealed class MovingAverageCrossoverStrategy(TradingUniverse universe, InstrumentSelection instruments, int fast, int slow, bool longOnly)
    : BarStrategy<MovingAverageCrossoverStrategy.State>(
        $"MACrossover({fast},{slow})", universe, instruments, () => new State(fast, slow)), IColumnStrategy
{
    /// <inheritdoc />
    public IColumnRule Over(BarColumns bars) => new Rule(this, Average(bars, fast), Average(bars, slow));

    protected override void OnBar(IStrategyContext context, int instrument, in Bar bar, ref State state)
    {
        (double fastBefore, double slowBefore) = (state.FastValue, state.SlowValue);
        state.FastValue = state.Fast.Update(bar.Close);
        state.SlowValue = state.Slow.Update(bar.Close);
        if (Decides(fastBefore, slowBefore, state.FastValue, state.SlowValue, out Decision decision))
        {
            decision.EmitTo(context, instrument);
        }
    }

    private bool Decides(double fastBefore, double slowBefore, double fastNow, double slowNow, out Decision decision)
    {
        // NaN before the slow window is full fails both comparisons.
        bool above = fastBefore <= slowBefore && fastNow > slowNow;
        if (!above && !(fastBefore >= slowBefore && fastNow < slowNow))
        {
            decision = default;
            return false;
        }

        decision = new Decision(
            above ? SignalDirection.Long : longOnly ? SignalDirection.Flat : SignalDirection.Short,
            above ? "fast average crossed above slow" : "fast average crossed below slow",
            new SignalValue("fast", fastNow), new SignalValue("slow", slowNow));
        return true;
    }

    private static ReadOnlyMemory<double> Average(BarColumns bars, int window) => bars.Indicator($"sma {window}", (all, column) =>
    {
        Sma average = new(window);
        IndicatorFold.Run(ref average, all.Close, column);
    });

    internal struct State(int fast, int slow)
    {
        public Sma Fast = new(fast);
        public Sma Slow = new(slow);
        public double FastValue = double.NaN;
        public double SlowValue = double.NaN;
    }

    private sealed class Rule(MovingAverageCrossoverStrategy strategy, ReadOnlyMemory<double> fast, ReadOnlyMemory<double> slow) : IColumnRule
    {
        public int Next(int from, int to, int side)
        {
            // The first row has none before it to have crossed from.
            from = Math.Max(from, 1);
            if (from >= to)
            {
                return to;
            }

            ref double fasts = ref MemoryMarshal.GetReference(fast.Span[..to]);
            ref double slows = ref MemoryMarshal.GetReference(slow.Span[..to]);
            int row = from;
            for (; row <= to - Vector512<double>.Count; row += Vector512<double>.Count)
            {
                Vector512<double> fastNow = Vector512.LoadUnsafe(ref fasts, (nuint)row), fastBefore = Vector512.LoadUnsafe(ref fasts, (nuint)row - 1);
                Vector512<double> slowNow = Vector512.LoadUnsafe(ref slows, (nuint)row), slowBefore = Vector512.LoadUnsafe(ref slows, (nuint)row - 1);
                ulong crossed =
                    ((Vector512.LessThanOrEqual(fastBefore, slowBefore) & Vector512.GreaterThan(fastNow, slowNow))
                    | (Vector512.GreaterThanOrEqual(fastBefore, slowBefore) & Vector512.LessThan(fastNow, slowNow))).ExtractMostSignificantBits();
                if (crossed != 0)
                {
                    return row + BitOperations.TrailingZeroCount(crossed);
                }
            }

            for (; row < to && !Crosses(row); row++)
            {
            }

            return row;
        }

        public bool Decides(int row, int side, out Decision decision)
        {
            ReadOnlySpan<double> fasts = fast.Span;
            ReadOnlySpan<double> slows = slow.Span;
            int before = Math.Max(row - 1, 0);
            return strategy.Decides(fasts[before], slows[before], fasts[row], slows[row], out decision) && row > 0;
        }

        private bool Crosses(int row)
        {
            (double fastBefore, double fastNow) = (fast.Span[row - 1], fast.Span[row]);
            (double slowBefore, double slowNow) = (slow.Span[row - 1], slow.Span[row]);
            return (fastBefore <= slowBefore && fastNow > slowNow) || (fastBefore >= slowBefore && fastNow < slowNow);
        }
    }
}
