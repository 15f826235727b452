using Tradewind.Domain.Engine;
using Tradewind.Domain.Market;

namespace Tradewind.Domain.Strategies.Vix;

/// <summary>
/// Trades a price by the VIX (other strategies' specification, section 3): a spike of the VIX first, else the correlation of the two, else,
/// where it is turned on, the VIX's percentile. It buys fear and sells calm, each only when level, RSI and the way already gone agree.
/// </summary>
internal sealed class VixCorrelationStrategy : BarStrategy<VixCorrelationStrategy.State>
{
    private const int LeastRows = 10;
    private readonly VixCorrelationSettings _settings;
    private readonly IReadOnlyDictionary<int, VixCorrelationSettings> _overrides;
    private readonly ReferenceInput _vix;
    private readonly LevelledPositions _positions;

    /// <summary>Creates it.</summary>
    /// <param name="universe">What it sees.</param>
    /// <param name="instruments">What it trades.</param>
    /// <param name="vix">The VIX.</param>
    /// <param name="settings">Its settings.</param>
    /// <param name="overrides">Filters and size of instruments that have their own, by ordinal.</param>
    public VixCorrelationStrategy(
        TradingUniverse universe, InstrumentSelection instruments, ReferenceInput vix, VixCorrelationSettings settings,
        IReadOnlyDictionary<int, VixCorrelationSettings> overrides)
        : base($"VixCorrelation({string.Join("/", settings.Windows)})", universe, instruments, () => new State(settings)) =>
        (_settings, _overrides, _vix, _positions) = (settings, overrides, vix, new LevelledPositions(universe));

    /// <summary>Size as a share of equity and risk unit as a fraction of the price.</summary>
    internal static (double Size, double RiskUnit) Sizing(double size, double vix, double deviation)
    {
        double room = double.IsNaN(deviation) ? 1 : Math.Clamp(0.02 / deviation, 0.5, 1);
        return (
            size * Math.Clamp(25 / Math.Max(vix, 10), 0.5, 1) * room,
            double.IsNaN(deviation) ? 0.04 : Math.Clamp(3 * deviation, 0.03, 0.12));
    }

    /// <summary>Confidence of a spike: how far the VIX is outside its band, and how fast it moved the same way.</summary>
    internal static double SpikeBase(double bandScore, double change, SignalDirection direction)
    {
        double pace = Math.Clamp((int)direction * change / 0.10, 0, 1);
        double reach = double.IsNaN(bandScore) ? 0 : Math.Min(Math.Abs(bandScore) / 1.5, 1);
        return Math.Clamp(0.5 * (reach + (double.IsNaN(pace) ? 0 : pace)), 0.5, 1);
    }

    protected override void OnBar(IStrategyContext context, int instrument, in Bar bar, ref State state)
    {
        _positions.Guard(context, instrument, bar.Close);
        (double vix, long knownTime) = _vix.Latest(context);
        if (knownTime == state.SeenTime || double.IsNaN(vix))
        {
            return;
        }

        state.SeenTime = knownTime;
        VixRows rows = state.Rows;
        rows.Add(vix, bar.Close);
        VixCorrelationSettings own = _overrides.GetValueOrDefault(instrument, _settings);
        if (rows.Count >= LeastRows && Decide(rows) is (SignalDirection direction, double start, string reason) && Passes(own, rows, direction))
        {
            double confidence = start * Math.Clamp(25 / Math.Max(vix, 10), 0.6, 1);
            (double size, double unit) = Sizing(own.Size, vix, rows.Deviation);
            _positions.Enter(context, instrument, new SizedDecision(
                direction, size, bar.Close * (1 - (int)direction * unit), bar.Close * (1 + 2 * (int)direction * unit), confidence,
                SizedDecision.StrengthOf(confidence, 0.75, 0.5), reason,
                [
                    new("vix", vix), new("vix_band_score", rows.BandScore), new("vix_change", rows.Change), new("correlation", rows.Correlation),
                    new("rsi", rows.Rsi), new("drawdown", rows.Drawdown), new("rise", rows.Rise),
                ]));
        }
    }

    private (SignalDirection Direction, double Base, string Reason)? Decide(VixRows rows)
    {
        if (rows.IsAboveBand || rows.Change >= 0.10)
        {
            return (SignalDirection.Long, SpikeBase(rows.BandScore, rows.Change, SignalDirection.Long), "VIX spike");
        }

        if (rows.IsBelowBand || rows.Change <= -0.10)
        {
            return (SignalDirection.Short, SpikeBase(rows.BandScore, rows.Change, SignalDirection.Short), "VIX collapse");
        }

        double correlation = rows.Correlation;
        if (correlation <= rows.NegativeThreshold && rows.Agreeing(negative: true) >= _settings.MinWindows)
        {
            return (SignalDirection.Long, Math.Min(Math.Abs(correlation / rows.NegativeThreshold), 1), "negative correlation");
        }

        if (correlation >= rows.PositiveThreshold && rows.Agreeing(negative: false) >= _settings.MinWindows)
        {
            return (SignalDirection.Short, Math.Min(Math.Abs(correlation / rows.PositiveThreshold), 1), "positive correlation");
        }

        return !_settings.PercentileFallback ? null
            : rows.Percentile >= 60 ? (SignalDirection.Long, 0.6, "high VIX percentile")
            : rows.Percentile <= 40 ? (SignalDirection.Short, 0.6, "low VIX percentile")
            : null;
    }

    private static bool Passes(VixCorrelationSettings own, VixRows rows, SignalDirection direction) => direction == SignalDirection.Long
        ? rows.Vix >= own.VixMinLong && rows.Rsi <= own.RsiMaxLong && rows.Drawdown >= own.MinDrawdown
        : rows.Vix >= own.VixMinShort && rows.Rsi >= own.RsiMinShort && rows.Rise >= own.MinRise;

    internal struct State(VixCorrelationSettings settings)
    {
        public readonly VixRows Rows = new(settings);
        public long SeenTime = long.MinValue;
    }
}
