using Tradewind.Domain.Strategies;

namespace Tradewind.Domain.Engine.Columns;

/// <summary>
/// Drives an engine over laid-out bars. Rows on which nothing can happen, no signal and no order within reach of its price, are passed
/// over in one step, and market orders that are sure to fill whole at the next open are booked at once; every other row goes through the
/// same code as a slice. The ledger is the same bit for bit.
/// </summary>
internal sealed class ColumnRun : IStrategy
{
    // The only instrument of a laid-out history.
    private const int Instrument = 0;
    private readonly BarColumns _bars;
    private readonly IColumnStrategy _strategy;
    private readonly IColumnRule _rule;
    private int _row;

    public ColumnRun(BarColumns bars, IColumnStrategy strategy) => (_bars, _strategy, _rule) = (bars, strategy, strategy.Over(bars));

    /// <inheritdoc />
    public string Name => _strategy.Name;

    /// <inheritdoc />
    public void OnSlice(IStrategyContext context)
    {
        if (_rule.Decides(_row, Math.Sign(context.Position(Instrument)), out Decision decision))
        {
            decision.EmitTo(context, Instrument);
        }
    }

    /// <summary>Shows the engine the last row before those that are traded.</summary>
    public void WarmUp(TradingEngine engine, int row)
    {
        _row = row;
        engine.WarmUp(_bars.At(row), _bars.KnownTimes[row]);
    }

    /// <summary>Processes the rows of [from, to).</summary>
    /// <param name="engine">Engine whose strategy this is.</param>
    /// <param name="from">First row.</param>
    /// <param name="to">Row after the last one.</param>
    public void Process(TradingEngine engine, int from, int to)
    {
        EngineParts parts = engine.Parts;
        QuietPassage passage = new(_bars, parts);
        WholeFills? whole = WholeFills.Of(parts);
        int row = from;
        while (row < to)
        {
            bool isFree = whole is not null && !parts.Halt.IsHalted && parts.Desk.Open(Instrument).Count == 0;
            row = isFree ? ToDecision(engine, passage, whole!, row, to) : ToEvent(engine, passage, row, to);
        }

        // Nobody asks for the last bar while rows are passed over.
        parts.Intake.Settle(Instrument, _bars.At(to - 1));
    }

    /// <summary>With no order open: passes over the rows up to the next signal, that row included, and trades on it.</summary>
    /// <returns>Row to go on with.</returns>
    private int ToDecision(TradingEngine engine, QuietPassage passage, WholeFills whole, int row, int to)
    {
        int signal = _rule.Next(row, to, passage.Side);
        int end = Math.Min(signal + 1, to);
        // Asked for before it is needed: the memory it lies in arrives while the rows before it are passed over.
        NextOpen? next = _bars.After(end - 1);
        int passed = passage.PassOver(row, end);
        if (passed < end)
        {
            // The drawdown guard acts on this row.
            ProcessRow(engine, passed);
            return passed + 1;
        }

        if (signal < to && _rule.Decides(signal, passage.Side, out Decision decision)
            && !(next is { } open && whole.TryTrade(decision, _bars.KnownTimes[signal], open)))
        {
            decision.EmitTo(engine.Parts.Context, Instrument);
        }

        return end;
    }

    /// <summary>Passes over the rows up to the next signal or the next one in reach of an order, and processes that row.</summary>
    /// <returns>Row to go on with.</returns>
    private int ToEvent(TradingEngine engine, QuietPassage passage, int row, int to)
    {
        int next = passage.OutOfReach(row, to);
        if (next > row)
        {
            next = engine.Parts.Halt.IsHalted ? next : _rule.Next(row, next, passage.Side);
            row = passage.PassOver(row, next);
            if (row == to)
            {
                return row;
            }
        }

        ProcessRow(engine, row);
        return row + 1;
    }

    private void ProcessRow(TradingEngine engine, int row)
    {
        _row = row;
        engine.Process(_bars.At(row), _bars.KnownTimes[row]);
    }
}
