using Tradewind.Domain.Engine;
using Tradewind.Domain.Engine.Orders;

namespace Tradewind.Domain.Strategies;

/// <summary>
/// Market orders towards target quantities, for strategies that size their own positions. One order waits an instrument; a new target
/// replaces it. Nothing happens where only signals are generated.
/// </summary>
public sealed class TargetOrders(TradingUniverse universe)
{
    private readonly Order?[] _waiting = new Order?[universe.Instruments.Length];
    private readonly decimal[] _leadsTo = new decimal[universe.Instruments.Length];

    /// <summary>True while an order of the instrument waits.</summary>
    public bool IsWaiting(IStrategyContext context, int instrument) => _waiting[instrument] is { } order && context.IsOpen(order);

    /// <summary>Orders the difference between the target and the position; what waits already for the same target is left alone.</summary>
    public void MoveTo(IStrategyContext context, int instrument, decimal target, string tag)
    {
        if (double.IsNaN(context.Equity))
        {
            return;
        }

        if (IsWaiting(context, instrument))
        {
            if (_leadsTo[instrument] == target)
            {
                return;
            }

            context.Cancel(_waiting[instrument]!.Id);
        }

        decimal difference = target - context.Position(instrument);
        (_waiting[instrument], _leadsTo[instrument]) = (null, target);
        if (difference != 0)
        {
            _waiting[instrument] = context.Submit(new OrderRequest
            {
                Instrument = universe.Instruments[instrument].Id,
                Side = difference > 0 ? OrderSide.Buy : OrderSide.Sell,
                Quantity = Math.Abs(difference),
                Tag = tag,
            });
        }
    }

    /// <summary>Quantity that is worth a weight of the account's equity at the last close, cut towards zero to the lot.</summary>
    public decimal QuantityOf(IStrategyContext context, int instrument, double weight)
    {
        double unit = context.LastBar(instrument).Close * (double)(universe.Instruments[instrument].Multiplier * universe.Instruments[instrument].LotSize);
        double lots = unit > 0 && context.Equity > 0 ? weight * context.Equity / unit : 0;
        // Beyond this a decimal could overflow; no real position is near it. The last digits forgive what rounding took from a whole lot.
        return double.IsFinite(lots)
            ? (decimal)Math.Truncate(Math.Clamp(lots, -1e18, 1e18) * (1 + 1e-12)) * universe.Instruments[instrument].LotSize
            : 0;
    }

    /// <summary>Weight of the position in equity at the last close; 0 where only signals are generated.</summary>
    public double WeightOf(IStrategyContext context, int instrument) => context.Equity > 0
        ? (double)(context.Position(instrument) * universe.Instruments[instrument].Multiplier) * context.LastBar(instrument).Close / context.Equity
        : 0;
}
