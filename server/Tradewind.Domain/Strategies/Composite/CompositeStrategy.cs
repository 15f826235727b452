using Tradewind.Domain.Engine;
using Tradewind.Domain.Market;

namespace Tradewind.Domain.Strategies.Composite;

/// <summary>
/// Weighted vote of several strategies (backtest specification, section 3): v = Σ weight × vote/Σ weight. Above the threshold long, below
/// its negative short, within half of it flat, else it holds. A vote stays until its strategy gives another, unless votes are not sticky;
/// a time without any new vote decides nothing. The members trade in their own heads: each sees the position its own signals led to.
/// </summary>
internal sealed class CompositeStrategy : IStrategy
{
    private readonly (IStrategy Strategy, MemberContext Context, double Weight)[] _members;
    private readonly double[][] _votes;
    private readonly bool[] _voted;
    private readonly double _threshold;
    private readonly double _agreement;
    private readonly bool _sticky;
    private readonly double _weights;

    public CompositeStrategy(TradingUniverse universe, IEnumerable<(IStrategy Strategy, double Weight)> members, double threshold, double agreement, bool sticky)
    {
        _members = [.. members.Select(member => (member.Strategy, new MemberContext(universe), member.Weight))];
        _votes = [.. _members.Select(_ => new double[universe.Instruments.Length])];
        _voted = new bool[universe.Instruments.Length];
        (_threshold, _agreement, _sticky) = (threshold, agreement, sticky);
        _weights = _members.Sum(member => member.Weight);
        Name = $"CompositeStrategy({string.Join(" + ", _members.Select(member => member.Strategy.Name))})";
    }

    /// <inheritdoc />
    public string Name { get; }

    /// <inheritdoc />
    public void OnSlice(IStrategyContext context)
    {
        Array.Clear(_voted);
        for (int i = 0; i < _members.Length; i++)
        {
            (IStrategy strategy, MemberContext own, _) = _members[i];
            if (!_sticky)
            {
                Array.Clear(_votes[i]);
            }

            own.Outer = context;
            strategy.OnSlice(own);
            foreach (Signal signal in own.TakeSignals())
            {
                _votes[i][signal.InstrumentOrdinal] = (int)signal.Direction;
                _voted[signal.InstrumentOrdinal] = true;
            }
        }

        for (int instrument = 0; instrument < _voted.Length; instrument++)
        {
            if (_voted[instrument])
            {
                Count(context, instrument);
            }
        }
    }

    private void Count(IStrategyContext context, int instrument)
    {
        (double longs, double shorts) = (0, 0);
        for (int i = 0; i < _members.Length; i++)
        {
            double vote = _votes[i][instrument];
            (longs, shorts) = vote > 0 ? (longs + _members[i].Weight, shorts) : vote < 0 ? (longs, shorts + _members[i].Weight) : (longs, shorts);
        }

        double value = (longs - shorts) / _weights;
        double share = longs + shorts > 0 ? Math.Max(longs, shorts) / (longs + shorts) : 0;
        SignalDirection? direction = Math.Abs(value) < _threshold / 2 ? SignalDirection.Flat
            : share < _agreement ? null
            : value > _threshold ? SignalDirection.Long
            : value < -_threshold ? SignalDirection.Short
            : null;
        if (direction is { } made)
        {
            context.Emit(new Signal
            {
                Time = context.Time,
                InstrumentOrdinal = instrument,
                Instrument = context.Universe.Instruments[instrument].Id,
                Direction = made,
                Strength = Math.Abs(value),
                Label = made.ToString(),
                Reason = "weighted vote",
                Values = [new("vote", value), new("agreement", share)],
            });
        }
    }

    private sealed class MemberContext(TradingUniverse universe) : SignalsOnlyContext(universe)
    {
        /// <summary>The context of the slice at hand.</summary>
        public IStrategyContext? Outer { get; set; }

        public override long Time => Outer!.Time;

        public override ReadOnlySpan<MarketEvent> Events => Outer!.Events;

        public override ref readonly Bar LastBar(int instrument) => ref Outer!.LastBar(instrument);

        public override FieldObservation Latest(int field) => Outer!.Latest(field);
    }
}
