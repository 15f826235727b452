using Tradewind.Domain.Engine;
using Tradewind.Domain.Engine.Orders;
using Tradewind.Domain.Strategies;
using Tradewind.Server.Mapping;
using Tradewind.V1;
using Bar = Tradewind.Domain.Market.Bar;
using Order = Tradewind.Domain.Engine.Orders.Order;

namespace Tradewind.Server.Remote;

/// <summary>A strategy whose decisions are made elsewhere: it collects what becomes known and asks once a step, on the step's last time.</summary>
internal sealed class RemoteStrategy(string name, int batchSize, IRemoteDecider decider, TradingUniverse universe) : IStrategy
{
    private static readonly string[] s_barColumns = ["open", "high", "low", "close", "volume"];
    private readonly RemoteTable?[] _bars = new RemoteTable?[universe.Instruments.Length];
    private readonly RemoteTable?[] _fields = new RemoteTable?[universe.Fields.Length];
    private readonly List<RemoteFill> _fills = [];
    private readonly List<RemoteOrderResult> _orders = [];
    private readonly Dictionary<string, Order> _open = new(StringComparer.Ordinal);
    private readonly TargetOrders _targets = new(universe);
    private long _step;
    private int _collected;

    /// <inheritdoc />
    public string Name => name;

    /// <inheritdoc />
    public void OnSlice(IStrategyContext context)
    {
        Collect(context);
        if (++_collected < batchSize)
        {
            return;
        }

        _collected = 0;
        RemoteAnswer answer = decider.Ask(Step(context));
        _orders.Clear();
        for (int i = 0; i < answer.Decisions.Count; i++)
        {
            Act(context, answer.Decisions[i], $"answer.decisions[{i}]");
        }
    }

    private void Collect(IStrategyContext context)
    {
        foreach (ref readonly MarketEvent item in context.Events)
        {
            if (item.IsBar)
            {
                Bar bar = item.Bar;
                (_bars[item.Instrument] ??= new RemoteTable(s_barColumns)).Add(bar.OpenTime, [bar.Open, bar.High, bar.Low, bar.Close, bar.Volume]);
            }
        }

        for (int field = 0; field < _fields.Length; field++)
        {
            FieldObservation latest = context.Latest(field);
            if (latest.IsKnown && latest.KnownTime == context.Time)
            {
                (_fields[field] ??= new RemoteTable(["value"])).Add(latest.Stamp, [latest.Value]);
            }
        }

        foreach (ref readonly OrderFill fill in context.Fills)
        {
            _fills.Add(new RemoteFill
            {
                OrderId = Order.IdOf(fill.OrderNumber),
                InstrumentId = universe.Instruments[fill.Instrument].Id,
                Side = fill.Side == OrderSide.Buy ? Side.Buy : Side.Sell,
                Quantity = ProtoDecimal.Format(fill.Quantity),
                Price = ProtoDecimal.Format(fill.Price),
                Commission = ProtoDecimal.Format(fill.Cost),
            });
        }
    }

    private RemoteStep Step(IStrategyContext context)
    {
        RemoteStep step = new()
        {
            Step = ++_step,
            Time = ProtoTime.ToTimestamp(context.Time),
            WarmingUp = decider.IsWarmUp(context.Time),
            Equity = context.Equity,
            Fills = { _fills },
            Orders = { _orders },
        };
        for (int instrument = 0; instrument < _bars.Length; instrument++)
        {
            string id = universe.Instruments[instrument].Id;
            if (_bars[instrument]?.Take() is { } block)
            {
                step.Bars.Add(new RemoteRows { InstrumentId = id, Block = block });
            }

            if (context.Position(instrument) is not 0 and decimal held)
            {
                step.Positions[id] = ProtoDecimal.Format(held);
            }
        }

        for (int field = 0; field < _fields.Length; field++)
        {
            if (_fields[field]?.Take() is { } block)
            {
                step.Observations.Add(new RemoteRows { InstrumentId = universe.Fields[field].Instrument, Field = universe.Fields[field].Field, Block = block });
            }
        }

        _fills.Clear();
        return step;
    }

    private void Act(IStrategyContext context, RemoteDecision decision, string path)
    {
        switch (decision.ActionCase)
        {
            case RemoteDecision.ActionOneofCase.Signal:
                context.Emit(RemoteDecisions.Signal(decision, context.Time, Instrument(decision, path), path));
                break;
            case RemoteDecision.ActionOneofCase.TargetQuantity:
                _targets.MoveTo(context, Instrument(decision, path), RemoteDecisions.Target(decision, path), decision.Label);
                break;
            case RemoteDecision.ActionOneofCase.Order:
                Instrument(decision, path);
                Note(context.Submit(RemoteDecisions.Order(decision, path)));
                break;
            case RemoteDecision.ActionOneofCase.CancelOrderId:
                if (_open.Remove(decision.CancelOrderId, out Order? order) && context.IsOpen(order))
                {
                    context.Cancel(order.Id);
                }

                break;
            default:
                throw RemoteDecisions.NoAction(path);
        }
    }

    private int Instrument(RemoteDecision decision, string path) => RemoteDecisions.Instrument(decision, universe, path);

    private void Note(Order? order)
    {
        _orders.Add(new RemoteOrderResult { OrderId = order?.Id ?? "", Rejection = order is null or { Rejection: OrderRejection.None } ? "" : order.Rejection.ToString() });
        if (order is { IsComplete: false })
        {
            _open[order.Id] = order;
        }
    }
}
