using Tradewind.Sources.Connectors;

namespace Tradewind.Sources.Caching;

/// <summary>A directory of connectors whose clients keep answers for a while.</summary>
/// <param name="directory">The directory behind it.</param>
/// <param name="clock">Present time.</param>
public sealed class ConnectorAnswers(IConnectorDirectory directory, TimeProvider clock) : IConnectorDirectory
{
    // Histories are large; answers to identical requests come close together.
    private const int MostHistories = 50;
    private const int MostReferences = 1_000;
    private static readonly TimeSpan Patience = TimeSpan.FromHours(1);

    private readonly RequestCoalescer<HistoryResult> _histories = new(MostHistories, DataLifetime.History, clock, Patience);
    private readonly RequestCoalescer<ReferenceResult> _references = new(MostReferences, DataLifetime.Reference, clock, Patience);

    /// <summary>What the memory of histories has done.</summary>
    public CacheStatistics Histories => _histories.Statistics;

    /// <summary>What the memory of static data has done.</summary>
    public CacheStatistics References => _references.Statistics;

    /// <inheritdoc />
    public IConnectorClient Open(ConnectorAddress address) => new CachingConnectorClient(directory.Open(address), _histories, _references, clock);

    /// <inheritdoc />
    public bool IsAttached(ConnectorAddress address) => directory.IsAttached(address);
}
