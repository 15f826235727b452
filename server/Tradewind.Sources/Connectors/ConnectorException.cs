using System.Globalization;
using Tradewind.Domain.Errors;

namespace Tradewind.Sources.Connectors;

/// <summary>A connector delivered nothing of what was asked.</summary>
/// <param name="kind">What kept it from delivering; the reason is <c>CONNECTOR_</c> and its name.</param>
/// <param name="message">What was asked of which source, what came, what to do.</param>
/// <param name="retryAfter">When to try again, where the source said so.</param>
/// <param name="inner">Cause, where there is one.</param>
public sealed class ConnectorException(ConnectorErrorKind kind, string message, TimeSpan? retryAfter = null, Exception? inner = null)
    : TradewindException(ReasonOf(kind), message, inner)
{
    /// <summary>What kept it from delivering.</summary>
    public ConnectorErrorKind Kind { get; } = kind;

    /// <summary>When to try again; absent where unknown.</summary>
    public TimeSpan? RetryAfter { get; } = retryAfter;

    /// <summary>True where other data of the same meaning may stand in (a workbook for a terminal); false for a defect of the connector.</summary>
    public bool AllowsFallback => Kind != ConnectorErrorKind.Internal;

    /// <summary>Stable code of a kind: <c>CONNECTOR_RATE_LIMITED</c>.</summary>
    public static string ReasonOf(ConnectorErrorKind kind) => "CONNECTOR_" + string.Concat(
        kind.ToString().Select((c, i) => char.IsUpper(c) && i > 0 ? $"_{c}" : char.ToUpper(c, CultureInfo.InvariantCulture).ToString()));
}
