using Tradewind.Domain.Engine;
using Tradewind.Domain.Errors;
using Tradewind.Domain.Market;

namespace Tradewind.Domain.Strategies;

/// <summary>
/// Runs a strategy over slices for its signals alone, without an account. The position it is shown is the direction of its last
/// signal, as if each signal had filled at the next bar; rules that ask for the position give the same signals as in an engine
/// whose orders all fill at once.
/// </summary>
public sealed class SignalRunner
{
    private readonly IStrategy _strategy;
    private readonly SliceIntake _intake;
    private readonly Context _context;

    /// <summary>Creates a runner at the start of a stream.</summary>
    /// <param name="universe">Universe the slices refer to.</param>
    /// <param name="strategy">Strategy with no past.</param>
    /// <param name="allowNonPositivePrices">Allows zero and negative prices.</param>
    public SignalRunner(TradingUniverse universe, IStrategy strategy, bool allowNonPositivePrices = false)
    {
        ArgumentNullException.ThrowIfNull(universe);
        ArgumentNullException.ThrowIfNull(strategy);
        _strategy = strategy;
        _intake = new SliceIntake(universe, allowNonPositivePrices);
        _context = new Context(universe, _intake);
    }

    /// <summary>Takes in the next slice; returns its signals in order. The list is the caller's.</summary>
    /// <exception cref="InvalidInputException">Reason <c>BAR_INVALID</c> or <c>SLICE_INVALID</c>, naming instrument and time.</exception>
    public IReadOnlyList<Signal> Process(in MarketSlice slice)
    {
        _intake.Read(slice);
        if (!_intake.Visible.IsEmpty)
        {
            _strategy.OnSlice(_context);
        }

        return _context.TakeSignals();
    }

    private sealed class Context(TradingUniverse universe, SliceIntake intake) : SignalsOnlyContext(universe)
    {
        public override long Time => intake.Time;

        public override ReadOnlySpan<MarketEvent> Events => intake.Visible;

        public override ref readonly Bar LastBar(int instrument) => ref intake.LastBar(instrument);

        public override FieldObservation Latest(int field) => intake.Field(field);
    }
}
