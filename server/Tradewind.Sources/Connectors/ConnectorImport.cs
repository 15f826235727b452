using System.Collections.Immutable;

namespace Tradewind.Sources.Connectors;

/// <summary>History to be imported from a connector.</summary>
/// <param name="Client">Whom to ask.</param>
/// <param name="Request">What to ask for.</param>
public sealed record ConnectorImport(IConnectorClient Client, HistoryRequest Request)
{
    /// <summary>Symbol to instrument id, for symbols that are stored under another id.</summary>
    public ImmutableDictionary<string, string> InstrumentIds { get; init; } = ImmutableDictionary.Create<string, string>(StringComparer.Ordinal);

    /// <summary>Date of the load, for freshness; null leaves freshness unchecked.</summary>
    public DateOnly? Today { get; init; }
}
