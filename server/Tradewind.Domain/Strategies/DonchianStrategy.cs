using Tradewind.Domain.Engine;
using Tradewind.Domain.Indicators;
using Tradewind.Domain.Market;

namespace Tradewind.Domain.Strategies;

/// <summary>
/// Channel breakout with a faster way out: in above the highest high (below the lowest low) of the bars before, out below the lowest low
/// (above the highest high) of fewer bars before.
/// </summary>
internal sealed class DonchianStrategy(TradingUniverse universe, InstrumentSelection instruments, int entry, int exit, bool longOnly)
    : BarStrategy<DonchianStrategy.State>($"Donchian({entry},{exit})", universe, instruments, () => new State(entry, exit))
{
    protected override void OnBar(IStrategyContext context, int instrument, in Bar bar, ref State state)
    {
        (double above, double below, double highExit, double lowExit) = state.Before;
        state.Before = (state.Highest.Update(bar.High), state.Lowest.Update(bar.Low), state.ExitHighest.Update(bar.High), state.ExitLowest.Update(bar.Low));
        decimal position = context.Position(instrument);
        (SignalDirection Direction, string Reason)? decision = bar.Close switch
        {
            _ when bar.Close > above => (SignalDirection.Long, "close above the channel"),
            _ when bar.Close < below => (longOnly ? SignalDirection.Flat : SignalDirection.Short, "close below the channel"),
            _ when position > 0 && bar.Close < lowExit => (SignalDirection.Flat, "long and below the exit channel"),
            _ when position < 0 && bar.Close > highExit => (SignalDirection.Flat, "short and above the exit channel"),
            _ => null,
        };
        if (decision is { } made)
        {
            Emit(context, instrument, made.Direction, made.Reason, new("above", above), new("below", below), new("exit_above", highExit), new("exit_below", lowExit));
        }
    }

    internal struct State(int entry, int exit)
    {
        public RollingMax Highest = new(entry);
        public RollingMin Lowest = new(entry);
        public RollingMax ExitHighest = new(exit);
        public RollingMin ExitLowest = new(exit);
        public (double Above, double Below, double HighExit, double LowExit) Before = (double.NaN, double.NaN, double.NaN, double.NaN);
    }
}
