namespace Tradewind.Domain.Engine.Recording;

/// <summary>One input of an engine. A session is its inputs in order; the engine turns them into its ledger and nothing else matters.</summary>
/// <param name="Time">Known time of a slice, or time of a command, UNIX nanoseconds.</param>
public abstract record EngineInput(long Time);
