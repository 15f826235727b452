using Tradewind.Domain.Engine;
using Tradewind.Domain.Indicators;
using Tradewind.Domain.Market;

namespace Tradewind.Domain.Strategies.Volatility;

/// <summary>
/// Volatility breakout (other strategies' specification, section 5): the deviation of the last log returns is held against the
/// percentiles of its own history before this bar. Above the first percentile long, above the second short. What the volatility says
/// nothing about, the direction, is confirmed by the return over the same window unless that is turned off.
/// </summary>
internal sealed class VolatilityBreakoutStrategy(TradingUniverse universe, InstrumentSelection instruments, VolatilityBreakoutSettings settings)
    : BarStrategy<VolatilityBreakoutStrategy.State>(
        $"VolatilityBreakout({settings.Window},{settings.History})", universe, instruments, () => new State(settings))
{
    private const double LeastConfidence = 0.6;
    private const double LargestSize = 0.05;
    private readonly LevelledPositions _positions = new(universe);

    /// <summary>Strength and confidence of a breakout; a long one where the volatility is high, a short one where it is extreme.</summary>
    internal static (double Strength, double Confidence) Measure(SignalDirection direction, double ratio) => direction == SignalDirection.Long
        ? (Math.Min(1, ratio / 2), Math.Min(0.9, 0.6 + 0.3 * Math.Min(1, ratio / 2)))
        : (Math.Min(1, ratio / 3), Math.Min(0.8, 0.5 + 0.3 * Math.Min(1, ratio / 3)));

    protected override void OnBar(IStrategyContext context, int instrument, in Bar bar, ref State state)
    {
        _positions.Guard(context, instrument, bar.Close);
        double volatility = state.Deviation.Update(state.Return.Update(bar.Close));
        double earlier = state.Earlier.Update(bar.Close);
        OrderedWindow history = state.History;
        if (history.Count >= settings.LeastHistory && volatility > history.Percentile(settings.Threshold))
        {
            SignalDirection direction = volatility <= history.Percentile(settings.Extreme) ? SignalDirection.Long : SignalDirection.Short;
            if (!settings.ConfirmDirection || (int)direction * (bar.Close - earlier) > 0)
            {
                Decide(context, instrument, bar.Close, volatility, direction, history);
            }
        }

        history.Add(volatility);
    }

    private void Decide(IStrategyContext context, int instrument, double close, double volatility, SignalDirection direction, OrderedWindow history)
    {
        double ratio = volatility / history.Mean();
        (double strength, double confidence) = Measure(direction, ratio);
        if (confidence >= LeastConfidence)
        {
            double step = 0.02 * Math.Clamp(100 * volatility, 1, 3) * (int)direction;
            _positions.Enter(context, instrument, new SizedDecision(
                direction, Math.Min(LargestSize, settings.Size * strength * confidence), close * (1 - step), close * (1 + 2 * step), confidence,
                strength >= 0.8 ? "STRONG" : strength >= 0.6 ? "MODERATE" : "WEAK",
                direction == SignalDirection.Long ? "volatility is high" : "volatility is extreme",
                [new("volatility", volatility), new("volatility_ratio", ratio), new("percentile", 100 * history.ShareBelow(volatility))]));
        }
    }

    internal struct State(VolatilityBreakoutSettings settings)
    {
        public LogReturn Return = new(1);
        public RollingDeviation Deviation = new(settings.Window);
        public Lag Earlier = new(settings.Window);
        public readonly OrderedWindow History = new(settings.History);
    }
}
