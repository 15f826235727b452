using Tradewind.Domain.Engine.Orders;
using Tradewind.Domain.Market;
using Tradewind.Domain.Strategies;

namespace Tradewind.Domain.Engine;

/// <summary>The engine as a strategy sees it.</summary>
internal sealed class StrategyContext(
    TradingUniverse universe, SliceIntake intake, AccountBook book, OrderDesk desk, FillBooking booking, OrderCommands commands,
    StrategySignals signals) : IStrategyContext
{
    public TradingUniverse Universe => universe;

    public long Time => intake.Time;

    public ReadOnlySpan<MarketEvent> Events => intake.Visible;

    public double Equity => book.Equity;

    public ref readonly Bar LastBar(int instrument) => ref intake.LastBar(instrument);

    public FieldObservation Latest(int field) => intake.Field(field);

    public decimal Position(int instrument) => book[instrument].Quantity;

    /// <summary>True while history is shown that is not traded: what the strategy asks for is dropped.</summary>
    public bool WarmingUp { get; set; }

    public void Emit(Signal signal)
    {
        if (!WarmingUp)
        {
            signals.Take(signal);
        }
    }

    public void Report(Signal signal)
    {
        if (!WarmingUp)
        {
            signals.WriteDown(signal);
        }
    }

    public ReadOnlySpan<OrderFill> Fills => booking.ToTell;

    public bool IsOpen(Order order) => desk.Find(order.InstrumentOrdinal, order.Number) is not null;

    public Order? Submit(OrderRequest request) => WarmingUp ? null : commands.Submit(request, intake.Time);

    public void Cancel(string orderId)
    {
        if (!WarmingUp)
        {
            commands.Cancel(orderId, intake.Time);
        }
    }
}
