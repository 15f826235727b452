using Tradewind.Domain.Errors;

namespace Tradewind.Server.Connectors;

/// <summary>A connector is not, or no longer, attached.</summary>
/// <param name="reason">Stable code of the contract.</param>
/// <param name="message">What the connector should do.</param>
internal sealed class ConnectorProtocolException(string reason, string message) : TradewindException(reason, message)
{
    /// <summary>The name is taken by another instance.</summary>
    public const string Attached = "CONNECTOR_ATTACHED";

    /// <summary>Another stream of the same instance took over.</summary>
    public const string Replaced = "CONNECTOR_REPLACED";

    /// <summary>The connector was silent for too long.</summary>
    public const string Silent = "CONNECTOR_SILENT";

    /// <summary>The server does not speak the version.</summary>
    public const string Version = "PROTOCOL_VERSION";

    /// <summary>A message came that may not come then.</summary>
    public const string Breach = "PROTOCOL_BREACH";
}
