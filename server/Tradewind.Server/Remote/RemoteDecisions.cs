using Tradewind.Domain.Engine;
using Tradewind.Domain.Engine.Orders;
using Tradewind.Domain.Errors;
using Tradewind.Server.Mapping;
using Tradewind.Server.Requests;
using Tradewind.V1;
using Signal = Tradewind.Domain.Strategies.Signal;
using SignalDirection = Tradewind.Domain.Strategies.SignalDirection;

namespace Tradewind.Server.Remote;

/// <summary>Reads what a client decided.</summary>
internal static class RemoteDecisions
{
    /// <summary>Checks an answer before anything acts on it.</summary>
    /// <exception cref="InvalidInputException">A decision is wrong; paths begin with <c>answer.decisions</c>.</exception>
    /// <exception cref="NotFoundException">An instrument is unknown.</exception>
    public static void Check(RemoteAnswer answer, TradingUniverse universe)
    {
        for (int i = 0; i < answer.Decisions.Count; i++)
        {
            (RemoteDecision decision, string path) = (answer.Decisions[i], $"answer.decisions[{i}]");
            switch (decision.ActionCase)
            {
                case RemoteDecision.ActionOneofCase.Signal:
                    Signal(decision, time: 0, Instrument(decision, universe, path), path);
                    break;
                case RemoteDecision.ActionOneofCase.TargetQuantity:
                    Instrument(decision, universe, path);
                    Target(decision, path);
                    break;
                case RemoteDecision.ActionOneofCase.Order:
                    Instrument(decision, universe, path);
                    Order(decision, path);
                    break;
                case RemoteDecision.ActionOneofCase.CancelOrderId:
                    break;
                default:
                    throw NoAction(path);
            }
        }
    }

    /// <summary>What a decision without an action is refused with.</summary>
    public static InvalidInputException NoAction(string path) =>
        new("FIELD_REQUIRED", $"{path}.action", "is required: signal, target_quantity, order or cancel_order_id.");

    /// <summary>Ordinal of the instrument of a decision.</summary>
    /// <exception cref="InvalidInputException">None is named, or it has no bars.</exception>
    /// <exception cref="NotFoundException">It is unknown.</exception>
    public static int Instrument(RemoteDecision decision, TradingUniverse universe, string path)
    {
        int ordinal = universe.OrdinalOf(Required.Text(decision.InstrumentId, $"{path}.instrument_id"));
        return universe.Tradable[ordinal]
            ? ordinal
            : throw new InvalidInputException("INSTRUMENT_NOT_TRADABLE", $"{path}.instrument_id", $"'{decision.InstrumentId}' has no bars to trade.");
    }

    /// <summary>The signal of a decision.</summary>
    /// <exception cref="InvalidInputException">Its direction is none.</exception>
    public static Signal Signal(RemoteDecision decision, long time, int instrument, string path) => new()
    {
        Time = time,
        InstrumentOrdinal = instrument,
        Instrument = decision.InstrumentId,
        Direction = decision.Signal switch
        {
            V1.SignalDirection.Long => SignalDirection.Long,
            V1.SignalDirection.Short => SignalDirection.Short,
            V1.SignalDirection.Flat => SignalDirection.Flat,
            _ => throw new InvalidInputException("SIGNAL_INVALID", $"{path}.signal", "must be LONG, SHORT or FLAT."),
        },
        Label = decision.Label,
    };

    /// <summary>The quantity of a target, signed.</summary>
    /// <exception cref="InvalidInputException">It is no decimal, or beyond what the engine can multiply.</exception>
    public static decimal Target(RemoteDecision decision, string path) =>
        ProtoDecimal.ReadOptionalSignedQuantity(Required.Text(decision.TargetQuantity, $"{path}.target_quantity"), $"{path}.target_quantity") ?? 0;

    /// <summary>The order of a decision.</summary>
    /// <exception cref="InvalidInputException">A field is missing or malformed.</exception>
    public static OrderRequest Order(RemoteDecision decision, string path) => StrategySpecReader.InContract(
        () => OrderReader.Read(new SubmitOrderRequest
        {
            InstrumentId = decision.InstrumentId, Side = decision.Order.Side, Quantity = decision.Order.Quantity, Type = decision.Order.Type,
            LimitPrice = decision.Order.LimitPrice, StopPrice = decision.Order.StopPrice, TimeInForce = decision.Order.TimeInForce, RequestId = decision.Label,
        }),
        $"{path}.order");
}
