namespace Tradewind.Domain.Engine.Recording;

/// <summary>A cancellation.</summary>
/// <param name="Time">Time of the decision.</param>
/// <param name="OrderId">The order.</param>
public sealed record CancelInput(long Time, string OrderId) : EngineInput(Time);
