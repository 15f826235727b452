using Tradewind.Domain.Errors;

namespace Tradewind.Sources.OnChain;

/// <summary>A provider delivered nothing of what was asked.</summary>
/// <param name="kind">What kept it from delivering.</param>
/// <param name="message">What was asked of whom, what came, what to do. Never a key or an address with one.</param>
/// <param name="inner">Cause, where there is one.</param>
public sealed class OnChainException(OnChainErrorKind kind, string message, Exception? inner = null)
    : TradewindException(ReasonOf(kind), message, inner)
{
    /// <summary>What kept it from delivering.</summary>
    public OnChainErrorKind Kind { get; } = kind;

    private static string ReasonOf(OnChainErrorKind kind) => kind switch
    {
        OnChainErrorKind.KeyInvalid => "ON_CHAIN_KEY_INVALID",
        OnChainErrorKind.MetricNotAvailable => "ON_CHAIN_METRIC_NOT_AVAILABLE",
        OnChainErrorKind.UnsupportedShape => "ON_CHAIN_UNSUPPORTED_SHAPE",
        _ => "ON_CHAIN_UNAVAILABLE",
    };
}
