using System.Collections.Immutable;
using System.Globalization;
using Tradewind.Domain.Market;
using Tradewind.Sources.Connectors;

namespace Tradewind.Sources.Caching;

/// <summary>
/// A connector client that keeps answers for a while: intraday bars for a minute, daily history for five, static data for a week (oil
/// specification, section 9). Progress goes to the caller whose request is sent.
/// </summary>
/// <param name="client">Client that asks.</param>
/// <param name="histories">Kept histories, shared by all clients.</param>
/// <param name="references">Kept static data, shared by all clients.</param>
/// <param name="clock">Present time.</param>
internal sealed class CachingConnectorClient(
    IConnectorClient client, RequestCoalescer<HistoryResult> histories, RequestCoalescer<ReferenceResult> references, TimeProvider clock) : IConnectorClient
{
    // Connectors of terminals serve what rests at night and on weekends; those of exchanges serve coins, which never rest.
    private const string TerminalConnectors = "bloomberg";

    public ConnectorAddress Address => client.Address;

    public Task<HistoryResult> FetchHistoryAsync(HistoryRequest request, IProgress<LoadProgress>? progress, CancellationToken cancellationToken)
    {
        string key = Key("history", [request.Timeframe.ToString(), Number(request.Start), Number(request.End), Number(request.Symbols.Length), .. request.Symbols, .. request.Fields]);
        TimeSpan lifetime = LifetimeOf(request.Timeframe);
        // What lacks a part shall be asked for again.
        return histories.ExecuteAsync(
            key, token => client.FetchHistoryAsync(request, progress, token), result => result.Failures.IsEmpty ? lifetime : TimeSpan.Zero, cancellationToken);
    }

    public Task<ReferenceResult> FetchReferenceAsync(ImmutableArray<string> symbols, ImmutableArray<string> fields, CancellationToken cancellationToken) =>
        references.ExecuteAsync(
            Key("reference", [Number(symbols.Length), .. symbols, .. fields]), token => client.FetchReferenceAsync(symbols, fields, token),
            result => result.Failures.IsEmpty ? DataLifetime.Reference : TimeSpan.Zero, cancellationToken);

    private TimeSpan LifetimeOf(Timeframe timeframe) => timeframe >= Timeframe.Day ? DataLifetime.History
        : client.Address.Connector.StartsWith(TerminalConnectors, StringComparison.Ordinal) ? DataLifetime.InMarketHours(DataLifetime.Intraday, clock.GetUtcNow())
        : DataLifetime.Intraday;

    private static string Number(long value) => value.ToString(CultureInfo.InvariantCulture);

    // Parts are told apart by a character that no name holds.
    private string Key(string kind, IEnumerable<string> parts) => $"{client.Address}\n{kind}\n{string.Join('\n', parts)}";
}
