using System.Collections.Immutable;

namespace Tradewind.Sources.Connectors;

/// <summary>Asks one source of a connector for data. Identical requests made at the same time are sent once and share the answer.</summary>
public interface IConnectorClient
{
    /// <summary>Whom it asks.</summary>
    ConnectorAddress Address { get; }

    /// <summary>Fetches history.</summary>
    /// <param name="request">What is wanted.</param>
    /// <param name="progress">Told from time to time how far the fetch is, on any thread; null for nobody.</param>
    /// <param name="cancellationToken">Cancels the fetch; the connector is told when nobody else waits for the same answer.</param>
    /// <exception cref="ConnectorException">
    /// Nothing can be delivered: no such connector is attached, it went away, the time ran out, or every symbol failed.
    /// </exception>
    Task<HistoryResult> FetchHistoryAsync(HistoryRequest request, IProgress<LoadProgress>? progress, CancellationToken cancellationToken);

    /// <summary>Fetches static data.</summary>
    /// <param name="symbols">Symbols as the source writes them, at least one.</param>
    /// <param name="fields">Fields, at least one.</param>
    /// <param name="cancellationToken">Cancels the fetch.</param>
    /// <exception cref="ConnectorException">As for <see cref="FetchHistoryAsync"/>.</exception>
    Task<ReferenceResult> FetchReferenceAsync(ImmutableArray<string> symbols, ImmutableArray<string> fields, CancellationToken cancellationToken);
}
