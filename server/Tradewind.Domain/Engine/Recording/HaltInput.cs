namespace Tradewind.Domain.Engine.Recording;

/// <summary>An end to trading, e.g. by a kill switch.</summary>
/// <param name="Time">Time of the decision.</param>
/// <param name="Reason">Reason in words.</param>
/// <param name="Flatten">True to close positions at the next opens.</param>
public sealed record HaltInput(long Time, string Reason, bool Flatten) : EngineInput(Time);
