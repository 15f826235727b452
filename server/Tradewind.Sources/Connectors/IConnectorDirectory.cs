namespace Tradewind.Sources.Connectors;

/// <summary>Gives out clients of connectors, attached or not.</summary>
public interface IConnectorDirectory
{
    /// <summary>A client of a source. Asking is what fails while the connector is not attached, so that a client may be kept for long.</summary>
    IConnectorClient Open(ConnectorAddress address);

    /// <summary>True while the connector is attached and announces the source.</summary>
    bool IsAttached(ConnectorAddress address);
}
