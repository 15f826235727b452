using Tradewind.Domain.Engine.Orders;

namespace Tradewind.Domain.Engine.Recording;

/// <summary>A change of an order.</summary>
/// <param name="Time">Time of the decision.</param>
/// <param name="OrderId">The order.</param>
/// <param name="Change">Its new terms.</param>
public sealed record ModifyInput(long Time, string OrderId, OrderChange Change) : EngineInput(Time);
