using Tradewind.Domain.Engine.Orders;

namespace Tradewind.Domain.Engine;

/// <summary>Holds the open orders and moves every order through its states; the only place that does.</summary>
internal sealed class OrderDesk
{
    private readonly TradingUniverse _universe;
    private readonly PreTradeChecks _checks;
    private readonly IEngineJournal _journal;
    private readonly List<Order>[] _open;
    private readonly long _latency;
    private long _nextNumber;

    public OrderDesk(TradingUniverse universe, PreTradeChecks checks, IEngineJournal journal, long firstNumber, long latency)
    {
        (_universe, _checks, _journal, _nextNumber, _latency) = (universe, checks, journal, firstNumber, latency);
        _open = [.. universe.Instruments.Select(_ => new List<Order>())];
    }

    /// <summary>Number the next order will get.</summary>
    public long NextNumber => _nextNumber;

    /// <summary>Takes a number for an order that is filled before it could rest here.</summary>
    public long TakeNumber() => _nextNumber++;

    /// <summary>Open orders of every instrument, by ordinal.</summary>
    public IReadOnlyList<List<Order>> AllOpen => _open;

    /// <summary>Open orders of an instrument by number.</summary>
    public List<Order> Open(int instrument) => _open[instrument];

    /// <summary>An open order, or null.</summary>
    public Order? Find(int instrument, long number) => IndexOf(instrument, number) is >= 0 and int index ? _open[instrument][index] : null;

    /// <summary>An open order of any instrument, or null.</summary>
    public Order? Find(long number)
    {
        for (int instrument = 0; instrument < _open.Length; instrument++)
        {
            if (Find(instrument, number) is { } order)
            {
                return order;
            }
        }

        return null;
    }

    /// <summary>Creates an order and, where the checks allow it, puts it to work. Returns it working or rejected.</summary>
    public Order Place(
        OrderRequest request, int instrument, OrderPurpose purpose, long time, long eligibleFrom, bool halted, long? parent = null)
    {
        decimal tick = _universe.Instruments[instrument].TickSize;
        return Place(new Order
        {
            Number = _nextNumber++,
            InstrumentOrdinal = instrument,
            Instrument = request.Instrument,
            Side = request.Side,
            Type = request.Type,
            TimeInForce = request.TimeInForce,
            Quantity = request.Quantity,
            LimitPrice = PriceTick.RoundLimit(request.LimitPrice, request.Side, tick),
            StopPrice = PriceTick.RoundStop(request.StopPrice, request.Side, tick),
            Purpose = purpose,
            Status = OrderStatus.Created,
            CreatedTime = time,
            UpdatedTime = time,
            EligibleFrom = eligibleFrom,
            TrailAmount = request.TrailAmount,
            TrailPercent = request.TrailPercent,
            DisplayQuantity = request.DisplayQuantity,
            ExpireTime = request.ExpireTime,
            OneCancelsOther = request.OneCancelsOther,
            ReduceOnly = request.ReduceOnly,
            BracketStop = PriceTick.RoundStop(request.BracketStop, Opposite(request.Side), tick),
            BracketTarget = PriceTick.RoundLimit(request.BracketTarget, Opposite(request.Side), tick),
            Parent = parent,
            Tag = request.Tag,
        }, halted);
    }

    /// <summary>The same for a market order of the engine's own, which takes as long to the market as any other.</summary>
    public Order PlaceMarket(int instrument, decimal signedQuantity, OrderPurpose purpose, long time, string tag = "", bool reduceOnly = false) => Place(new Order
    {
        Number = _nextNumber++,
        InstrumentOrdinal = instrument,
        Instrument = _universe.Instruments[instrument].Id,
        Side = signedQuantity > 0 ? OrderSide.Buy : OrderSide.Sell,
        Type = OrderType.Market,
        TimeInForce = TimeInForce.GoodTillCancelled,
        Quantity = Math.Abs(signedQuantity),
        Purpose = purpose,
        Status = OrderStatus.Created,
        CreatedTime = time,
        UpdatedTime = time,
        EligibleFrom = time + _latency,
        ReduceOnly = reduceOnly,
        Tag = tag,
    }, halted: false);

    /// <summary>The other side.</summary>
    public static OrderSide Opposite(OrderSide side) => side == OrderSide.Buy ? OrderSide.Sell : OrderSide.Buy;

    private Order Place(Order order, bool halted)
    {
        (long time, int instrument) = (order.CreatedTime, order.InstrumentOrdinal);
        Report(time, OrderEventKind.Created, order.Status, order);
        OrderRejection rejection = _checks.Check(order, _open, halted);
        if (rejection != OrderRejection.None)
        {
            order.Rejection = rejection;
            Step(order, OrderStatus.Rejected, OrderEventKind.Rejected, time, rejection.ToString());
            return order;
        }

        Step(order, OrderStatus.Pending, OrderEventKind.Submitted, time);
        Step(order, OrderStatus.Working, OrderEventKind.Acknowledged, time);
        _open[instrument].Add(order);
        return order;
    }

    /// <summary>Cancels an open order.</summary>
    public void Cancel(Order order, long time, string details)
    {
        Step(order, OrderStatus.PendingCancel, OrderEventKind.CancelRequested, time, details);
        Step(order, OrderStatus.Cancelled, OrderEventKind.Cancelled, time, details);
        Leave(order);
    }

    /// <summary>Lets an open order's time run out.</summary>
    public void Expire(Order order, long time, string details)
    {
        Step(order, OrderStatus.Expired, OrderEventKind.Expired, time, details);
        Leave(order);
    }

    /// <summary>Changes the terms of an open order; it can be filled by bars that open at the change or later.</summary>
    public Order Replace(Order order, Order changed, long time)
    {
        OrderStatus back = order.FilledQuantity > 0 ? OrderStatus.PartiallyFilled : OrderStatus.Working;
        Step(order, OrderStatus.PendingReplace, OrderEventKind.ReplaceRequested, time);
        changed.Status = order.Status;
        Step(changed, back, OrderEventKind.Replaced, time);
        _open[order.InstrumentOrdinal][IndexOf(order.InstrumentOrdinal, order.Number)] = changed;
        return changed;
    }

    /// <summary>Takes a quantity off what an open order still has to fill; cancels it where nothing is left.</summary>
    public void Reduce(Order order, decimal quantity, long time)
    {
        if (order.Remaining <= quantity)
        {
            Cancel(order, time, "nothing is left for it to fill");
            return;
        }

        Step(order, OrderStatus.PendingReplace, OrderEventKind.ReplaceRequested, time);
        order.Quantity -= quantity;
        Step(order, order.FilledQuantity > 0 ? OrderStatus.PartiallyFilled : OrderStatus.Working, OrderEventKind.Replaced, time);
    }

    /// <summary>Moves the stop price of a trailing stop; it is a state of the order and no event.</summary>
    public void Trail(Order order, decimal extreme)
    {
        decimal tick = _universe.Instruments[order.InstrumentOrdinal].TickSize;
        bool sells = order.Side == OrderSide.Sell;
        decimal distance = order.TrailAmount ?? Math.Abs(extreme) * (order.TrailPercent ?? 0) / 100m;
        decimal stop = PriceTick.RoundStop(sells ? extreme - distance : extreme + distance, order.Side, tick) ?? extreme;
        if (order.StopPrice is not { } before || (sells ? stop > before : stop < before))
        {
            order.StopPrice = stop;
        }
    }

    /// <summary>Notes that the stop price was reached.</summary>
    public void Trigger(Order order, long eligibleFrom, long time)
    {
        (order.Triggered, order.EligibleFrom, order.UpdatedTime) = (true, eligibleFrom, time);
        Report(time, OrderEventKind.Triggered, order.Status, order);
    }

    /// <summary>Books a fill on an open order.</summary>
    public void Fill(Order order, decimal quantity, decimal price, decimal cost, long time)
    {
        if (quantity <= 0 || quantity > order.Remaining)
        {
            throw new AccountingInvariantException($"{order.Id}: a fill of {quantity} does not fit the {order.Remaining} that remain.");
        }

        decimal filled = order.FilledQuantity + quantity;
        order.AverageFillPrice = order.AverageFillPrice is { } average
            ? (average * order.FilledQuantity + price * quantity) / filled
            : price;
        (order.FilledQuantity, order.Costs) = (filled, order.Costs + cost);
        if (order.Remaining == 0)
        {
            Step(order, OrderStatus.Filled, OrderEventKind.Filled, time);
            Leave(order);
        }
        else
        {
            Step(order, OrderStatus.PartiallyFilled, OrderEventKind.PartiallyFilled, time);
        }
    }

    private void Step(Order order, OrderStatus to, OrderEventKind kind, long time, string details = "")
    {
        OrderStatus from = order.Status;
        OrderStateMachine.Move(order, to, time);
        Report(time, kind, from, order, details);
    }

    private void Report(long time, OrderEventKind kind, OrderStatus from, Order order, string details = "")
    {
        if (_journal is not NullJournal)
        {
            _journal.OnOrder(new OrderEvent(time, kind, from, order, details));
        }
    }

    private void Leave(Order order) => _open[order.InstrumentOrdinal].RemoveAt(IndexOf(order.InstrumentOrdinal, order.Number));

    private int IndexOf(int instrument, long number)
    {
        List<Order> orders = _open[instrument];
        for (int i = 0; i < orders.Count; i++)
        {
            if (orders[i].Number == number)
            {
                return i;
            }
        }

        return -1;
    }
}
