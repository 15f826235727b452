using Tradewind.Domain.Engine;
using Tradewind.Domain.Indicators;
using Tradewind.Domain.Market;

namespace Tradewind.Domain.Strategies;

/// <summary>
/// Trades crypto by the risk regime that crypto and credit spreads show together (feature specification, section 3). At each bar
/// the latest known credit value joins the close. Regime level 1 or more: long. −1 or less: flat, or short where allowed. Neutral:
/// hold. When the two move in opposite risk directions (|z of ret(a) + ret(s)| beyond the limit), it stays out.
/// <para>
/// The published divergence z of ret(a) − ret(s) is reported but not traded: large and positive it means that crypto rises while
/// spreads tighten, which is agreement. Selling on it would sell the strongest risk-on days.
/// </para>
/// </summary>
internal sealed class CreditRegimeStrategy(TradingUniverse universe, InstrumentSelection instruments, CreditRegimeSettings settings)
    : BarStrategy<CreditRegimeStrategy.State>(
        $"CreditRegime({settings.RegimeLookback},{settings.MomentumWindow},{settings.ScoreWindow})", universe, instruments, () => new State(settings))
{
    protected override void OnBar(IStrategyContext context, int instrument, in Bar bar, ref State state)
    {
        double credit = state.Credit.At(context.Latest(settings.CreditField));
        double level = state.Regime.Update(state.CryptoReturn.Update(bar.Close), state.CreditReturn.Update(credit));
        double crypto = state.CryptoMomentum.Update(bar.Close);
        double spread = state.CreditMomentum.Update(credit);
        double divergence = state.Divergence.Update(crypto - spread);
        double risk = state.DivergenceRisk.Update(crypto + spread);
        (SignalDirection Direction, string Reason)? decision = level switch
        {
            double.NaN => null,
            _ when Math.Abs(risk) > settings.DivergenceLimit => (SignalDirection.Flat, "crypto and credit move in opposite risk directions"),
            >= 1 => (SignalDirection.Long, "risk-on regime"),
            <= -1 => (settings.AllowShort ? SignalDirection.Short : SignalDirection.Flat, "risk-off regime"),
            _ => null,
        };
        if (decision is { } made)
        {
            context.Emit(new Signal
            {
                Time = context.Time,
                InstrumentOrdinal = instrument,
                Instrument = context.Universe.Instruments[instrument].Id,
                Direction = made.Direction,
                Strength = Math.Abs(state.Regime.Score) / 2,
                Label = FiveLevelRegime.Label(level) ?? "",
                Reason = made.Reason,
                Values =
                [
                    new("regime_level", level), new("regime_score", state.Regime.Score), new("divergence", divergence),
                    new("divergence_risk", risk), new("credit", credit), new("close", bar.Close),
                ],
            });
        }
    }

    internal struct State(CreditRegimeSettings settings)
    {
        public Return CryptoReturn = new(settings.RegimeLookback);
        public Return CreditReturn = new(settings.RegimeLookback, ReturnBasis.Spread);
        public FiveLevelRegime Regime = new(FiveLevelRegime.FixedScale, FiveLevelRegime.FixedScale);
        public Return CryptoMomentum = new(settings.MomentumWindow);
        public Return CreditMomentum = new(settings.MomentumWindow, ReturnBasis.Spread);
        public RollingZScore Divergence = new(settings.ScoreWindow);
        public RollingZScore DivergenceRisk = new(settings.ScoreWindow);
        public CarriedField Credit = new(settings.MaxAge);
    }
}
