using System.Globalization;
using Tradewind.Domain.Engine;
using Tradewind.Domain.Indicators;
using Tradewind.Domain.Market;

namespace Tradewind.Domain.Strategies;

/// <summary>Mean reversion: long at the lower band, short at the upper one, flat when the close is back at the middle.</summary>
internal sealed class BollingerStrategy(TradingUniverse universe, InstrumentSelection instruments, int period, double width)
    : BarStrategy<BollingerStrategy.State>(
        string.Create(CultureInfo.InvariantCulture, $"BollingerBand({period},{width:0.0##})"), universe, instruments, () => new State(period, width))
{
    protected override void OnBar(IStrategyContext context, int instrument, in Bar bar, ref State state)
    {
        double middle = state.Bands.Update(bar.Close);
        // The rule asks for one bar more than the window, and holds where the closes do not vary.
        if (++state.Bars <= period || double.IsNaN(state.Bands.Position))
        {
            return;
        }

        (double close, decimal position) = (bar.Close, context.Position(instrument));
        (SignalDirection Direction, string Reason)? decision = close switch
        {
            _ when close <= state.Bands.Lower => (SignalDirection.Long, "at or below the lower band"),
            _ when close >= state.Bands.Upper => (SignalDirection.Short, "at or above the upper band"),
            _ when position > 0 && close >= middle => (SignalDirection.Flat, "long and back at the middle"),
            _ when position < 0 && close <= middle => (SignalDirection.Flat, "short and back at the middle"),
            _ => null,
        };
        if (decision is { } made)
        {
            Emit(
                context, instrument, made.Direction, made.Reason,
                new("lower", state.Bands.Lower), new("middle", middle), new("upper", state.Bands.Upper));
        }
    }

    internal struct State(int period, double width)
    {
        public Bollinger Bands = new(period, width);
        public long Bars;
    }
}
