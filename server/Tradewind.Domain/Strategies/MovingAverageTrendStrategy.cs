using Tradewind.Domain.Engine;
using Tradewind.Domain.Indicators;
using Tradewind.Domain.Market;

namespace Tradewind.Domain.Strategies;

/// <summary>
/// Moving-average momentum with sizes and levels of its own (other strategies' specification, section 6): the distance of two averages
/// decides direction, confidence and size, the RSI vetoes what has already run.
/// </summary>
internal sealed class MovingAverageTrendStrategy(TradingUniverse universe, InstrumentSelection instruments, MovingAverageTrendSettings settings)
    : BarStrategy<MovingAverageTrendStrategy.State>($"MATrend({settings.Fast},{settings.Slow})", universe, instruments, () => new State(settings))
{
    /// <summary>Bars of the RSI.</summary>
    public const int IndexBars = 14;

    private readonly LevelledPositions _positions = new(universe);

    /// <summary>Distance of the averages, confidence in [0, 1] and share of equity.</summary>
    internal static (double Distance, double Confidence, double Size) Measure(double fast, double slow, double size)
    {
        double distance = (fast - slow) / slow;
        return (distance, Math.Min(0.9, 0.6 + 10 * Math.Abs(distance)), Math.Min(0.05, size * (1 + 5 * Math.Abs(distance))));
    }

    protected override void OnBar(IStrategyContext context, int instrument, in Bar bar, ref State state)
    {
        _positions.Guard(context, instrument, bar.Close);
        double fast = state.Fast.Update(bar.Close), slow = state.Slow.Update(bar.Close), rsi = state.Index.Update(bar.Close);
        (double distance, double confidence, double size) = Measure(fast, slow, settings.Size);
        SignalDirection direction = distance > settings.Threshold && rsi <= settings.Overbought ? SignalDirection.Long
            : distance < -settings.Threshold && rsi >= settings.Oversold ? SignalDirection.Short
            : SignalDirection.Flat;
        if (direction != SignalDirection.Flat)
        {
            int sign = (int)direction;
            _positions.Enter(context, instrument, new SizedDecision(
                direction, size, bar.Close * (1 - sign * settings.StopLoss), bar.Close * (1 + sign * settings.TakeProfit), confidence,
                SizedDecision.StrengthOf(confidence, 0.7, 0.5), "the averages are apart",
                [new("fast", fast), new("slow", slow), new("distance", distance), new("rsi", rsi)]));
        }
    }

    internal struct State(MovingAverageTrendSettings settings)
    {
        public Sma Fast = new(settings.Fast);
        public Sma Slow = new(settings.Slow);
        public Rsi Index = new(IndexBars);
    }
}
