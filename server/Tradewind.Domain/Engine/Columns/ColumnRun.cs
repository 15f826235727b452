using Tradewind.Domain.Strategies;

namespace Tradewind.Domain.Engine.Columns;

/// <summary>
/// Drives an engine over laid-out bars. Rows on which nothing can happen, no signal and no order within reach of its price, are passed
/// over in one step; every other row goes through the same code as a slice. The ledger is the same bit for bit.
/// </summary>
internal sealed class ColumnRun : IStrategy
{
    private readonly BarColumns _bars;
    private readonly IColumnStrategy _strategy;
    private readonly IColumnRule _rule;
    private int _row;

    public ColumnRun(BarColumns bars, IColumnStrategy strategy) => (_bars, _strategy, _rule) = (bars, strategy, strategy.Over(bars));

    /// <inheritdoc />
    public string Name => _strategy.Name;

    /// <inheritdoc />
    public void OnSlice(IStrategyContext context) => _rule.OnRow(context, _row);

    /// <summary>Shows the engine the last row before those that are traded.</summary>
    public void WarmUp(TradingEngine engine, int row)
    {
        _row = row;
        engine.WarmUp(_bars.At(row), _bars.KnownTimes.Span[row]);
    }

    /// <summary>Processes the rows of [from, to).</summary>
    /// <param name="engine">Engine whose strategy this is.</param>
    /// <param name="from">First row.</param>
    /// <param name="to">Row after the last one.</param>
    public void Process(TradingEngine engine, int from, int to)
    {
        QuietPassage passage = engine.Passage(_bars);
        for (int row = from; row < to; row++)
        {
            int next = passage.OutOfReach(row, to);
            if (next > row)
            {
                next = engine.HaltedAt is null ? _rule.Next(row, next, passage.Side) : next;
                row = passage.PassOver(row, next);
                if (row > 0)
                {
                    engine.Advance(_bars.KnownTimes.Span[row - 1]);
                }

                if (row == to)
                {
                    break;
                }
            }

            _row = row;
            engine.Process(_bars.At(row), _bars.KnownTimes.Span[row]);
        }
    }
}
