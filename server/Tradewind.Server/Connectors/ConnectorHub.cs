using System.Collections.Immutable;
using Google.Protobuf.WellKnownTypes;
using Grpc.Core;
using Tradewind.Domain.Errors;
using Tradewind.Domain.Market.Calendars;
using Tradewind.Domain.Market.Registry;
using Tradewind.Server.Hosting;
using Tradewind.Server.Instruments;
using Tradewind.Server.Jobs;
using Tradewind.Server.Mapping;
using Tradewind.Sources.Connectors;
using Tradewind.V1;
using Instrument = Tradewind.Domain.Market.Instrument;
using LoadProgress = Tradewind.Sources.LoadProgress;

namespace Tradewind.Server.Connectors;

/// <summary>Knows who is attached and routes fetches and subscriptions there.</summary>
internal sealed class ConnectorHub(ServerOptions options, InstrumentDirectory directory, TimeProvider clock, IHostApplicationLifetime lifetime, ILogger<ConnectorHub> logger) : IConnectorDirectory
{
    private const int DefaultSubscriptions = 1000;

    private readonly Lock _gate = new();
    private readonly Dictionary<string, ConnectorRecord> _records = new(StringComparer.Ordinal);
    private readonly Dictionary<string, SharedSubscription> _subscriptions = new(StringComparer.Ordinal);
    private readonly SharedFetches<HistoryResult> _histories = new();
    private readonly SharedFetches<ReferenceResult> _references = new();

    /// <inheritdoc />
    public IConnectorClient Open(ConnectorAddress address) => new SourceConnectorClient(this, address);

    /// <inheritdoc />
    public bool IsAttached(ConnectorAddress address)
    {
        lock (_gate)
        {
            return _records.GetValueOrDefault(address.Connector)?.Session?.Source(address.Source) is not null;
        }
    }

    /// <summary>Serves an attached connector until its stream ends.</summary>
    /// <exception cref="ConnectorProtocolException">The server does not let it attach, or ended its stream.</exception>
    /// <exception cref="InvalidInputException">The hello is wrong.</exception>
    public async Task AttachAsync(
        ConnectorHello hello, IAsyncStreamReader<AttachRequest> requests, IServerStreamWriter<AttachResponse> responses, CancellationToken cancellation)
    {
        ConnectorHelloCheck.Check(hello);
        ConnectorSession session = new(hello, Identifiers.New("attach", clock), TimeSpan.FromSeconds(options.HeartbeatSeconds), clock, logger);
        session.Announced = (source, instruments) => Announce(session, source, instruments);
        Admit(session);
        // A stopping server tells its connectors to come back later instead of being held up by their streams.
        using CancellationTokenRegistration stopping = lifetime.ApplicationStopping.Register(
            () => session.Dismiss(new ConnectorProtocolException(ConnectorProtocolException.Replaced, "The server is stopping. Attach again when it is back.")));
        logger.LogInformation("Connector {Connector} {Version} attached with {Sources}", hello.Name, hello.Version, string.Join(", ", hello.Sources.Select(source => source.Name)));
        string error = $"The connector {hello.Name} left.";
        try
        {
            Renew(session);
            await session.RunAsync(requests, responses, cancellation).ConfigureAwait(false);
        }
        catch (Exception failure)
        {
            error = failure is ConnectorProtocolException ? failure.Message : "The connection to the connector was lost.";
            throw;
        }
        finally
        {
            Release(session, error);
            logger.LogInformation("Connector {Connector} detached: {Reason}", hello.Name, error);
        }
    }

    /// <summary>History, shared with identical requests made at the same time.</summary>
    public Task<HistoryResult> FetchHistoryAsync(ConnectorAddress address, HistoryRequest request, IProgress<LoadProgress>? progress, CancellationToken cancellation)
    {
        TimeSpan timeout = request.Timeout ?? TimeSpan.FromSeconds(options.ConnectorFetchSeconds);
        FetchOrder order = new()
        {
            Symbols = { request.Symbols },
            History = new HistoryOrder
            {
                Timeframe = request.Timeframe.ToString(),
                Fields = { request.Fields },
                Interval = new TimeInterval { StartTime = ProtoTime.ToTimestamp(request.Start), EndTime = ProtoTime.ToTimestamp(request.End) },
            },
        };
        return _histories.RunAsync(
            $"{address} {timeout} {order}",
            async (watchers, stop) =>
            {
                (ConnectorSession session, ConnectorSource source) = Find(address, ConnectorCapability.History);
                if (source.Timeframes.Count > 0 && !source.Timeframes.Contains(order.History.Timeframe))
                {
                    throw new ConnectorException(
                        ConnectorErrorKind.Unsupported, $"{address} has no timeframe {order.History.Timeframe}. Available: {string.Join(", ", source.Timeframes)}.");
                }

                PendingFetch fetch = await session.FetchAsync(
                    source, order.Clone(), (sent, credit) => PendingFetch.OfHistory(address, sent, request, watchers, credit), timeout, stop).ConfigureAwait(false);
                HistoryResult result = Counted(address, fetch.ToHistory);
                Announce(session, source, result.Series.Select(series => series.Instrument));
                return result;
            },
            progress, cancellation);
    }

    /// <summary>Static data, shared with identical requests made at the same time.</summary>
    public Task<ReferenceResult> FetchReferenceAsync(ConnectorAddress address, ImmutableArray<string> symbols, ImmutableArray<string> fields, CancellationToken cancellation)
    {
        TimeSpan timeout = TimeSpan.FromSeconds(options.ConnectorFetchSeconds);
        FetchOrder order = new() { Symbols = { symbols }, Reference = new ReferenceOrder { Fields = { fields } } };
        return _references.RunAsync(
            $"{address} {order}",
            async (_, stop) =>
            {
                (ConnectorSession session, ConnectorSource source) = Find(address, ConnectorCapability.Reference);
                PendingFetch fetch = await session.FetchAsync(
                    source, order.Clone(), (sent, credit) => PendingFetch.OfReference(address, sent, symbols, credit), timeout, stop).ConfigureAwait(false);
                return Counted(address, fetch.ToReference);
            },
            progress: null, cancellation);
    }

    /// <summary>Subscribes a reader to live events; they begin when the connector is attached.</summary>
    public SharedSubscription Subscribe(ConnectorAddress address, SubscribeOrder order, ILiveReader reader)
    {
        lock (_gate)
        {
            string key = $"{address} {order}";
            if (!_subscriptions.TryGetValue(key, out SharedSubscription? shared))
            {
                int held = _subscriptions.Values.Count(other => other.Address.Connector == address.Connector && other.Order.Source == order.Source);
                if (held >= Allowed(address))
                {
                    throw new ConnectorException(ConnectorErrorKind.RateLimited, $"{address} allows {held} live subscriptions, and all are held. Stop a feed first.");
                }

                _subscriptions[key] = shared = new SharedSubscription(address, order);
            }

            shared.Add(reader);
            if (_records.GetValueOrDefault(address.Connector)?.Session is { } session)
            {
                shared.Attach(session);
            }

            return shared;
        }
    }

    /// <summary>Ends a reader's part of a subscription.</summary>
    public void Unsubscribe(SharedSubscription subscription, ILiveReader reader)
    {
        lock (_gate)
        {
            if (subscription.Remove(reader))
            {
                foreach (string key in _subscriptions.Where(pair => pair.Value == subscription).Select(pair => pair.Key).ToArray())
                {
                    _subscriptions.Remove(key);
                }
            }
        }
    }

    /// <summary>The source of an attached connector that can do something.</summary>
    /// <exception cref="ConnectorException">It is not attached, or cannot.</exception>
    public (ConnectorSession Session, ConnectorSource Source) Find(ConnectorAddress address, ConnectorCapability capability)
    {
        (ConnectorSession session, ConnectorSource source) = Find(address);
        return source.Capabilities.Contains(capability)
            ? (session, source)
            : throw new ConnectorException(ConnectorErrorKind.Unsupported, $"{address} does not deliver {capability}. It delivers {string.Join(", ", source.Capabilities)}.");
    }

    /// <summary>The source of an attached connector.</summary>
    /// <exception cref="ConnectorException">It is not attached.</exception>
    public (ConnectorSession Session, ConnectorSource Source) Find(ConnectorAddress address)
    {
        ConnectorSession? session;
        string[] attached;
        lock (_gate)
        {
            session = _records.GetValueOrDefault(address.Connector)?.Session;
            attached = [.. _records.Values.Where(record => record.Session is not null).Select(record => record.Name).Order(StringComparer.Ordinal)];
        }

        if (session is null)
        {
            string others = attached.Length == 0 ? "No connector is attached." : $"Attached: {string.Join(", ", attached)}.";
            throw new ConnectorException(
                ConnectorErrorKind.Unavailable, $"The connector {address.Connector} is not attached. Start it, or let the server start it (setting connectors). {others}");
        }

        ConnectorSource source = session.Source(address.Source) ?? throw new ConnectorException(
            ConnectorErrorKind.Unsupported, $"{address} names no source of the connector. Available: {string.Join(", ", session.Hello.Sources.Select(known => $"{address.Connector}:{known.Name}"))}.");
        return (session, source);
    }

    /// <summary>Every connector that is or was attached, as messages without processes, by name.</summary>
    public IReadOnlyList<Connector> Describe()
    {
        lock (_gate)
        {
            return [.. _records.Values.OrderBy(record => record.Name, StringComparer.Ordinal)
                .Select(record => record.Describe(_subscriptions.Values.Where(shared => shared.Address.Connector == record.Name).Select(shared => shared.Describe())))];
        }
    }

    private int Allowed(ConnectorAddress address) =>
        _records.GetValueOrDefault(address.Connector)?.Session?.Source(address.Source)?.Limits?.MaxSubscriptions is > 0 and int limit ? limit : DefaultSubscriptions;

    private T Counted<T>(ConnectorAddress address, Func<T> read)
    {
        Timestamp now = ProtoTime.Now(clock);
        try
        {
            T result = read();
            Note(address.Connector, record => record.FetchCount++);
            return result;
        }
        catch (ConnectorException error)
        {
            Note(address.Connector, record => (record.FetchCount, record.LastError, record.LastErrorTime) = (record.FetchCount + 1, error.Message, now));
            throw;
        }
    }

    private void Note(string name, Action<ConnectorRecord> note)
    {
        lock (_gate)
        {
            if (_records.TryGetValue(name, out ConnectorRecord? record))
            {
                note(record);
            }
        }
    }

    private static ConnectorAddress AddressOf(ConnectorSession session, ConnectorSource source) => new(session.Hello.Name, source.Name);

    private void Announce(ConnectorSession session, ConnectorSource source, IReadOnlyList<AnnouncedInstrument> instruments)
    {
        ConnectorAddress address = AddressOf(session, source);
        try
        {
            Announce(session, source, [.. instruments.Select(announced => ConnectorMessages.ToInstrument(address, announced.Symbol, announced.Instrument))]);
        }
        catch (ConnectorException error)
        {
            session.Dismiss(new ConnectorProtocolException(ConnectorProtocolException.Breach, error.Message));
        }
    }

    private void Announce(ConnectorSession session, ConnectorSource source, IEnumerable<Instrument> instruments)
    {
        string address = AddressOf(session, source).ToString();
        lock (_gate)
        {
            // A connector that has left since announces nothing any more.
            if (_records.GetValueOrDefault(session.Hello.Name)?.Session == session)
            {
                directory.Announce(address, instruments.Select(instrument => new InstrumentEntry(instrument with
                {
                    Source = address, Calendar = TradingCalendars.Of(instrument.AssetClass)?.Id ?? "",
                })));
            }
        }
    }

    private void Admit(ConnectorSession session)
    {
        lock (_gate)
        {
            string name = session.Hello.Name;
            if (!_records.TryGetValue(name, out ConnectorRecord? record))
            {
                _records[name] = record = new ConnectorRecord(name);
            }

            if (record.Session is { } present)
            {
                if (present.Hello.InstanceId != session.Hello.InstanceId)
                {
                    throw new ConnectorProtocolException(
                        ConnectorProtocolException.Attached, $"A connector named {name} is attached already. Stop it, or give this one another name.");
                }

                present.Dismiss(new ConnectorProtocolException(ConnectorProtocolException.Replaced, $"The connector {name} attached again."));
            }

            session.Greet();
            (record.Session, record.Hello, record.AttachCount) = (session, session.Hello, record.AttachCount + 1);
        }
    }

    private void Renew(ConnectorSession session)
    {
        lock (_gate)
        {
            foreach (SharedSubscription shared in _subscriptions.Values.Where(shared => shared.Address.Connector == session.Hello.Name))
            {
                shared.Attach(session);
            }
        }
    }

    private void Release(ConnectorSession session, string error)
    {
        lock (_gate)
        {
            ConnectorRecord record = _records[session.Hello.Name];
            record.LastSeen = session.LastSeen;
            if (record.Session == session)
            {
                (record.Session, record.LastError, record.LastErrorTime) = (null, error, ProtoTime.Now(clock));
                foreach (ConnectorSource source in session.Hello.Sources)
                {
                    directory.Withdraw(AddressOf(session, source).ToString());
                }
            }
        }
    }
}
