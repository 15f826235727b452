using Tradewind.Domain.Engine.Orders;

namespace Tradewind.Domain.Engine.Recording;

/// <summary>A new order.</summary>
/// <param name="Time">Time of the decision.</param>
/// <param name="Request">The order.</param>
public sealed record SubmitInput(long Time, OrderRequest Request) : EngineInput(Time);
