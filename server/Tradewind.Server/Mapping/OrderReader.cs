using Tradewind.Domain.Engine.Orders;
using Tradewind.Domain.Errors;
using Tradewind.Server.Requests;
using Tradewind.V1;
using OrderType = Tradewind.Domain.Engine.Orders.OrderType;
using TimeInForce = Tradewind.Domain.Engine.Orders.TimeInForce;

namespace Tradewind.Server.Mapping;

/// <summary>Reads orders. What only the engine can judge (lots, prices, limits) comes back as a rejected order.</summary>
internal static class OrderReader
{
    private const int LongestGroup = 100;

    /// <summary>The order of a request.</summary>
    /// <exception cref="InvalidInputException">A field is missing or malformed.</exception>
    public static OrderRequest Read(SubmitOrderRequest request) => new()
    {
        Instrument = Required.Text(request.InstrumentId, "instrument_id"),
        Side = request.Side switch
        {
            Side.Buy => OrderSide.Buy,
            Side.Sell => OrderSide.Sell,
            _ => throw new InvalidInputException("SIDE_REQUIRED", "side", "must be BUY or SELL."),
        },
        Quantity = ProtoDecimal.ReadOptionalQuantity(request.Quantity, "quantity") ?? throw new InvalidInputException("FIELD_REQUIRED", "quantity", "is required."),
        Type = request.Type switch
        {
            V1.OrderType.Unspecified => OrderType.Market,
            _ when Enum.IsDefined(request.Type) => (OrderType)(int)request.Type,
            _ => throw new InvalidInputException("ORDER_TYPE_INVALID", "type", "is not an order type of the contract."),
        },
        LimitPrice = ProtoDecimal.ReadOptionalMoney(request.LimitPrice, "limit_price"),
        StopPrice = ProtoDecimal.ReadOptionalMoney(request.StopPrice, "stop_price"),
        TimeInForce = request.TimeInForce switch
        {
            V1.TimeInForce.Unspecified => TimeInForce.GoodTillCancelled,
            _ when Enum.IsDefined(request.TimeInForce) => (TimeInForce)(int)request.TimeInForce,
            _ => throw new InvalidInputException("TIME_IN_FORCE_INVALID", "time_in_force", "is not a time in force of the contract."),
        },
        TrailAmount = ProtoDecimal.ReadOptionalMoney(request.TrailAmount, "trail_amount"),
        TrailPercent = ProtoDecimal.ReadOptionalMoney(request.TrailPercent, "trail_percent"),
        DisplayQuantity = ProtoDecimal.ReadOptionalQuantity(request.DisplayQuantity, "display_quantity"),
        ExpireTime = request.ExpireTime is null ? null : ProtoTime.ToNanoseconds(request.ExpireTime, "expire_time"),
        OneCancelsOther = request.OneCancelsOther.Length <= LongestGroup
            ? request.OneCancelsOther
            : throw new InvalidInputException("GROUP_TOO_LONG", "one_cancels_other", $"must have at most {LongestGroup} characters."),
        ReduceOnly = request.ReduceOnly,
        BracketStop = ProtoDecimal.ReadOptionalMoney(request.BracketStopPrice, "bracket_stop_price"),
        BracketTarget = ProtoDecimal.ReadOptionalMoney(request.BracketTargetPrice, "bracket_target_price"),
        Tag = request.RequestId,
    };
}
