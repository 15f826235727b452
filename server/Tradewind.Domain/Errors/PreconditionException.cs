namespace Tradewind.Domain.Errors;

/// <summary>The request is well formed but the state does not allow it yet; the message says what to do first.</summary>
/// <param name="reason">Stable code, e.g. <c>SESSION_STOPPED</c>.</param>
/// <param name="message">What must be done first.</param>
public sealed class PreconditionException(string reason, string message) : TradewindException(reason, message);
