using Tradewind.Domain.Engine;
using Tradewind.Domain.Indicators;
using Tradewind.Domain.Market;

namespace Tradewind.Domain.Strategies.Vix;

/// <summary>
/// Buys a price that has fallen while the VIX is high (other strategies' specification, section 4), with a stop below and a target that
/// takes back a part of the fall. Long only. The VIX is carried over days it does not trade, for a limited number of bars.
/// </summary>
internal sealed class VixMeanReversionStrategy : BarStrategy<VixMeanReversionStrategy.State>
{
    private const int LeastRows = 5;
    private readonly VixMeanReversionSettings _settings;
    private readonly ReferenceInput _vix;
    private readonly LevelledPositions _positions;

    public VixMeanReversionStrategy(TradingUniverse universe, InstrumentSelection instruments, ReferenceInput vix, VixMeanReversionSettings settings)
        : base(FormattableString.Invariant($"VixMeanReversion({settings.VixThreshold:0.##},{settings.DrawdownThreshold:0.###})"), universe, instruments, () => new State(settings)) =>
        (_settings, _vix, _positions) = (settings, vix, new LevelledPositions(universe));

    /// <summary>Mean of the four factors.</summary>
    internal static double Confidence(double vixExcess, double drawdownExcess, double vixPercentile, double rsi) => (
        Math.Min(vixExcess / 10, 1) + Math.Min(drawdownExcess / 0.10, 1) + vixPercentile / 100 + Math.Max((30 - rsi) / 30, 0.1)) / 4;

    /// <summary>Share of equity.</summary>
    internal static double SizeOf(double size, double cap, double vix, double confidence) =>
        Math.Min(cap, size * Math.Clamp(25 / Math.Max(vix, 15), 0.5, 1) * (0.5 + 0.5 * confidence));

    protected override void OnBar(IStrategyContext context, int instrument, in Bar bar, ref State state)
    {
        _positions.Guard(context, instrument, bar.Close);
        double highest = state.Highest.Update(bar.Close);
        double rsi = state.Index.Update(bar.Close);
        (double vix, long knownTime) = _vix.Latest(context);
        state.Age = knownTime == state.SeenTime ? state.Age + 1 : 0;
        state.SeenTime = knownTime;
        if (double.IsNaN(vix) || state.Age > _settings.MaxAge)
        {
            return;
        }

        double percentile = 100 * state.Levels.ShareBelow(vix);
        state.Levels.Add(vix);
        state.Rows++;
        double drawdown = 1 - bar.Close / highest;
        if (state.Rows >= LeastRows && vix > _settings.VixThreshold && drawdown > _settings.DrawdownThreshold && !double.IsNaN(rsi))
        {
            double confidence = Confidence(vix - _settings.VixThreshold, drawdown - _settings.DrawdownThreshold, percentile, rsi);
            double gain = _settings.ExactRecovery ? 0.6 * drawdown / (1 - drawdown) : 0.6 * drawdown;
            _positions.Enter(context, instrument, new SizedDecision(
                SignalDirection.Long, SizeOf(_settings.Size, _settings.MaxSize, vix, confidence), bar.Close * (1 - (0.03 + 0.5 * drawdown)),
                bar.Close * (1 + gain), confidence, SizedDecision.StrengthOf(confidence, 0.7, 0.5), "fallen while the VIX is high",
                [new("vix", vix), new("drawdown", drawdown), new("vix_percentile", percentile), new("rsi", rsi)]));
        }
    }

    internal struct State(VixMeanReversionSettings settings)
    {
        public RollingMax Highest = new(settings.Lookback);
        public Rsi Index = new(14);
        public readonly OrderedWindow Levels = new(settings.Lookback - 1);
        public long SeenTime = long.MinValue;
        public int Age;
        public int Rows;
    }
}
