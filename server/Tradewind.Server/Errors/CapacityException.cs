using Tradewind.Domain.Errors;

namespace Tradewind.Server.Errors;

/// <summary>A limit of the server is reached; the same request may succeed later.</summary>
/// <param name="reason">Stable code, e.g. <c>OPERATION_QUEUE_FULL</c>.</param>
/// <param name="message">Which limit, and what to do.</param>
/// <param name="retryAfter">When to try again.</param>
internal sealed class CapacityException(string reason, string message, TimeSpan retryAfter) : TradewindException(reason, message)
{
    /// <summary>When to try again.</summary>
    public TimeSpan RetryAfter { get; } = retryAfter;
}
