namespace Tradewind.Domain.Errors;

/// <summary>An error a caller can do something about. The message is a sentence that says what to do.</summary>
/// <param name="reason">Stable upper-case code, e.g. <c>UNKNOWN_INSTRUMENT</c>; clients may switch on it.</param>
/// <param name="message">What was expected, what came, what to do.</param>
/// <param name="inner">Cause, where there is one.</param>
public abstract class TradewindException(string reason, string message, Exception? inner = null) : Exception(message, inner)
{
    /// <summary>Stable upper-case code.</summary>
    public string Reason { get; } = reason;
}
