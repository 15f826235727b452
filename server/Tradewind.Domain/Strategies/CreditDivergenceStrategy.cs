using Tradewind.Domain.Engine;
using Tradewind.Domain.Indicators;
using Tradewind.Domain.Market;

namespace Tradewind.Domain.Strategies;

/// <summary>
/// Trades crypto against credit when the two take opposite views of risk (feature specification, section 3): z of ret(crypto) +
/// ret(spread). Far above, crypto rises while spreads widen, and it goes short (flat when long only); far below, crypto falls while
/// spreads tighten, and it buys; back inside the exit it is flat.
/// <para>
/// The published divergence, ret(crypto) − ret(spread), is reported and not traded: large and positive it means agreement.
/// </para>
/// </summary>
internal sealed class CreditDivergenceStrategy(TradingUniverse universe, InstrumentSelection instruments, CreditDivergenceSettings settings)
    : BarStrategy<CreditDivergenceStrategy.State>(
        FormattableString.Invariant($"CreditDivergence({settings.ReturnWindow},{settings.ScoreWindow},{settings.Entry:0.##})"), universe, instruments,
        () => new State(settings))
{
    protected override void OnBar(IStrategyContext context, int instrument, in Bar bar, ref State state)
    {
        double credit = state.Credit.At(context.Latest(settings.CreditField));
        double crypto = state.CryptoReturn.Update(bar.Close);
        double spread = state.CreditReturn.Update(credit);
        double published = state.Published.Update(crypto - spread);
        double risk = state.Risk.Update(crypto + spread);
        decimal position = context.Position(instrument);
        (SignalDirection Direction, string Reason)? decision = risk switch
        {
            _ when risk > settings.Entry => (settings.LongOnly ? SignalDirection.Flat : SignalDirection.Short, "crypto rises while spreads widen"),
            _ when risk < -settings.Entry => (SignalDirection.Long, "crypto falls while spreads tighten"),
            _ when position > 0 && risk > -settings.Exit => (SignalDirection.Flat, "long and no longer apart"),
            _ when position < 0 && risk < settings.Exit => (SignalDirection.Flat, "short and no longer apart"),
            _ => null,
        };
        if (decision is { } made)
        {
            Emit(
                context, instrument, made.Direction, made.Reason, new("divergence_risk", risk), new("divergence", published), new("credit", credit));
        }
    }

    internal struct State(CreditDivergenceSettings settings)
    {
        public Return CryptoReturn = new(settings.ReturnWindow);
        public Return CreditReturn = new(settings.ReturnWindow, ReturnBasis.Spread);
        public RollingZScore Published = new(settings.ScoreWindow);
        public RollingZScore Risk = new(settings.ScoreWindow);
        public CarriedField Credit = new(settings.MaxAge);
    }
}
