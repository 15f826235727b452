using Tradewind.Domain.Engine.Orders;
using Tradewind.Domain.Market;
using Tradewind.Domain.Strategies;

namespace Tradewind.Domain.Engine;

/// <summary>The engine as a strategy sees it.</summary>
internal sealed class StrategyContext(TradingEngine engine, SliceIntake intake, AccountBook book) : IStrategyContext
{
    public TradingUniverse Universe => engine.Universe;

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
            engine.Take(signal);
        }
    }

    public void Report(Signal signal)
    {
        if (!WarmingUp)
        {
            engine.WriteDown(signal);
        }
    }

    public ReadOnlySpan<OrderFill> Fills => engine.FillsToTell;

    public bool IsOpen(Order order) => engine.IsOpen(order);

    public Order? Submit(OrderRequest request) => WarmingUp ? null : engine.Submit(request);

    public void Cancel(string orderId)
    {
        if (!WarmingUp)
        {
            engine.Cancel(orderId);
        }
    }
}
