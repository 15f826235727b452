using System.Collections.Immutable;
using Tradewind.Sources;
using Tradewind.Sources.Connectors;

namespace Tradewind.Server.Connectors;

/// <summary>Asks one source through the hub.</summary>
internal sealed class SourceConnectorClient(ConnectorHub hub, ConnectorAddress address) : IConnectorClient
{
    /// <inheritdoc />
    public ConnectorAddress Address { get; } = address;

    /// <inheritdoc />
    public Task<HistoryResult> FetchHistoryAsync(HistoryRequest request, IProgress<LoadProgress>? progress, CancellationToken cancellationToken) =>
        hub.FetchHistoryAsync(Address, request, progress, cancellationToken);

    /// <inheritdoc />
    public Task<ReferenceResult> FetchReferenceAsync(ImmutableArray<string> symbols, ImmutableArray<string> fields, CancellationToken cancellationToken) =>
        hub.FetchReferenceAsync(Address, symbols, fields, cancellationToken);
}
