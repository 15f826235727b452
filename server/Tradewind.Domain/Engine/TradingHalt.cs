using Tradewind.Domain.Engine.Orders;

namespace Tradewind.Domain.Engine;

/// <summary>The end of trading before the end of a session: asked for, or made by the drawdown guard. There is no way back.</summary>
internal sealed class TradingHalt(TradingUniverse universe, OrderDesk desk, AccountBook book, SessionClock clock, IEngineJournal journal)
{
    /// <summary>Known time at which trading was halted; null while it is not.</summary>
    public long? At { get; private set; }

    /// <summary>Why trading was halted; empty while it is not.</summary>
    public string Reason { get; private set; } = "";

    /// <summary>True once trading was halted.</summary>
    public bool IsHalted => At is not null;

    /// <summary>Cancels all orders and flattens at the next opens if asked; nothing where trading is halted already.</summary>
    public void Begin(string reason, bool flatten)
    {
        if (IsHalted)
        {
            return;
        }

        (At, Reason) = (clock.Now, reason);
        journal.OnHalt(clock.Now, reason);
        for (int instrument = 0; instrument < universe.Instruments.Length; instrument++)
        {
            List<Order> open = desk.Open(instrument);
            while (open.Count > 0)
            {
                desk.Cancel(open[0], clock.Now, "trading is halted");
            }
        }

        if (flatten)
        {
            foreach (int instrument in book.OpenOrdinals)
            {
                desk.PlaceMarket(instrument, -book[instrument].Quantity, OrderPurpose.Flatten, clock.Now);
            }
        }
    }
}
