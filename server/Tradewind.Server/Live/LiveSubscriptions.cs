using System.Threading.Channels;
using Tradewind.Server.Connectors;
using Tradewind.Server.Mapping;
using Tradewind.Sources.Connectors;
using Tradewind.V1;

namespace Tradewind.Server.Live;

/// <summary>The subscriptions of one feed: a symbol each, read in one queue.</summary>
internal sealed class LiveSubscriptions : IDisposable
{
    private const int QueueLength = 8192;

    private readonly ConnectorHub _hub;
    private readonly LiveReader _reader = new(QueueLength);
    private readonly List<SharedSubscription> _held = [];
    private readonly Dictionary<string, ConnectorInstrument?> _known = new(StringComparer.Ordinal);
    private bool _disposed;

    private LiveSubscriptions(ConnectorHub hub, bool fromTrades) => (_hub, FromTrades) = (hub, fromTrades);

    /// <summary>True when the updates are trades to build bars from.</summary>
    public bool FromTrades { get; }

    /// <summary>What happens from now on.</summary>
    public ChannelReader<LiveUpdate> Updates => _reader.Updates;

    /// <summary>What the source said about a symbol; null where it said nothing.</summary>
    public ConnectorInstrument? Known(string symbol) => _known.GetValueOrDefault(symbol);

    /// <summary>Subscribes and waits until every symbol is active.</summary>
    /// <param name="hub">Routes the subscriptions.</param>
    /// <param name="address">Whom to ask.</param>
    /// <param name="symbols">Symbols, each once.</param>
    /// <param name="timeframe">Bar length.</param>
    /// <param name="timeout">How long the connector may take.</param>
    /// <param name="cancellation">Cancels the wait.</param>
    /// <exception cref="ConnectorException">The connector is not attached, cannot, or refused a symbol.</exception>
    public static async Task<LiveSubscriptions> OpenAsync(
        ConnectorHub hub, ConnectorAddress address, IReadOnlyList<string> symbols, string timeframe, TimeSpan timeout, CancellationToken cancellation)
    {
        ConnectorSource source = hub.Find(address, ConnectorCapability.History).Source;
        bool bars = source.Capabilities.Contains(ConnectorCapability.LiveBars) && (source.LiveTimeframes.Count == 0 || source.LiveTimeframes.Contains(timeframe));
        ConnectorCapability capability = bars ? ConnectorCapability.LiveBars : ConnectorCapability.LiveTrades;
        if (!source.Capabilities.Contains(capability))
        {
            throw new ConnectorException(
                ConnectorErrorKind.Unsupported, $"{address} has no live bars of {timeframe} and no live trades to build them from. Live timeframes: {string.Join(", ", source.LiveTimeframes)}.");
        }

        LiveSubscriptions subscriptions = new(hub, fromTrades: !bars);
        try
        {
            foreach (string symbol in symbols)
            {
                SubscribeOrder order = new() { Source = source.Name, Symbol = symbol, Capability = capability, Timeframe = bars ? timeframe : "" };
                subscriptions._held.Add(hub.Subscribe(address, order, subscriptions._reader));
            }

            await subscriptions.WaitUntilActiveAsync(address, symbols, timeout, cancellation).ConfigureAwait(false);
            return subscriptions;
        }
        catch
        {
            subscriptions.Dispose();
            throw;
        }
    }

    /// <inheritdoc />
    public void Dispose()
    {
        if (!_disposed)
        {
            _disposed = true;
            _held.ForEach(held => _hub.Unsubscribe(held, _reader));
        }
    }

    private async Task WaitUntilActiveAsync(ConnectorAddress address, IReadOnlyList<string> symbols, TimeSpan timeout, CancellationToken cancellation)
    {
        using CancellationTokenSource deadline = new(timeout);
        using CancellationTokenSource stop = CancellationTokenSource.CreateLinkedTokenSource(cancellation, deadline.Token);
        List<LiveUpdate> early = [];
        try
        {
            while (_known.Count < symbols.Count)
            {
                LiveUpdate update = await _reader.Updates.ReadAsync(stop.Token).ConfigureAwait(false);
                switch (update.Kind)
                {
                    case LiveUpdateKind.Active:
                        _known[update.Symbol] = update.Instrument;
                        break;
                    case LiveUpdateKind.Ended:
                        throw ConnectorMessages.Exception(address, update.Error);
                    case LiveUpdateKind.Ticks:
                        early.Add(update);
                        break;
                }
            }
        }
        catch (OperationCanceledException) when (!cancellation.IsCancellationRequested)
        {
            string missing = string.Join(", ", symbols.Where(symbol => !_known.ContainsKey(symbol)));
            throw new ConnectorException(ConnectorErrorKind.Timeout, $"{address} did not begin to deliver {missing} in time. Look at its log, or try again.");
        }

        // Each symbol begins with its state, so that bars between history and the first live one are caught up on.
        foreach (string symbol in symbols)
        {
            _reader.Offer(new LiveUpdate(symbol, LiveUpdateKind.Active) { Instrument = _known[symbol] });
        }

        early.ForEach(update => _reader.Offer(update));
    }
}
