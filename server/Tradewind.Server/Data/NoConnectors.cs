using System.Collections.Immutable;
using Tradewind.Sources.Connectors;

namespace Tradewind.Server.Data;

/// <summary>The directory of a server to which no connector can attach: every fetch says so.</summary>
internal sealed class NoConnectors : IConnectorDirectory
{
    /// <inheritdoc />
    public IConnectorClient Open(ConnectorAddress address) => new Client(address);

    /// <inheritdoc />
    public bool IsAttached(ConnectorAddress address) => false;

    private sealed class Client(ConnectorAddress address) : IConnectorClient
    {
        public ConnectorAddress Address => address;

        public Task<HistoryResult> FetchHistoryAsync(HistoryRequest request, IProgress<Sources.LoadProgress>? progress, CancellationToken cancellationToken) =>
            Task.FromException<HistoryResult>(NotAttached());

        public Task<ReferenceResult> FetchReferenceAsync(ImmutableArray<string> symbols, ImmutableArray<string> fields, CancellationToken cancellationToken) =>
            Task.FromException<ReferenceResult>(NotAttached());

        private ConnectorException NotAttached() =>
            new(ConnectorErrorKind.Unavailable, $"No connector '{address}' is attached. Start it, and check that it dials this server.");
    }
}
