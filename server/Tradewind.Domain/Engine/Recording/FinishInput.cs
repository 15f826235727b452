namespace Tradewind.Domain.Engine.Recording;

/// <summary>The end of the session.</summary>
/// <param name="Time">Time of the decision.</param>
public sealed record FinishInput(long Time) : EngineInput(Time);
