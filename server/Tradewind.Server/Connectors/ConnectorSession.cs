using System.Collections.Concurrent;
using System.Threading.Channels;
using Google.Protobuf.WellKnownTypes;
using Grpc.Core;
using Tradewind.Server.Mapping;
using Tradewind.Sources.Connectors;
using Tradewind.V1;

namespace Tradewind.Server.Connectors;

/// <summary>
/// One attached stream. Messages to the connector go through a bounded queue to the one writer; what comes is handed to the fetch or
/// subscription it names before the next message is read, so that a slow server slows the connector down instead of growing.
/// </summary>
internal sealed class ConnectorSession(ConnectorHello hello, string id, TimeSpan heartbeat, TimeProvider clock, ILogger logger)
{
    /// <summary>Version of the protocol.</summary>
    public const int ProtocolVersion = 1;

    /// <summary>Messages of a fetch that may be under way without having been taken in.</summary>
    public const int CreditWindow = 16;

    private const int MostRowsPerMessage = 50_000;
    private const int MostAnnouncedPerMessage = 10_000;
    private const int QueueLength = 4096;

    /// <summary>Heartbeats a side may miss before it counts as gone.</summary>
    private const int SilentHeartbeats = 3;

    private readonly Channel<AttachResponse> _outgoing = Channel.CreateBounded<AttachResponse>(new BoundedChannelOptions(QueueLength) { SingleReader = true });
    private readonly ConcurrentDictionary<string, PendingFetch> _fetches = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, SharedSubscription> _subscriptions = new(StringComparer.Ordinal);
    private readonly Dictionary<string, SemaphoreSlim> _slots = hello.Sources.ToDictionary(
        source => source.Name, source => new SemaphoreSlim(Math.Clamp(source.Limits?.MaxConcurrentFetches ?? 0, 1, 64)), StringComparer.Ordinal);
    private readonly TaskCompletionSource _ended = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private ConnectorException? _end;
    private ConnectorProtocolException? _dismissal;
    private long _lastHeard = clock.GetTimestamp();
    private long _nextId;
    private IReadOnlyList<SourceBudget> _budgets = [];

    /// <summary>Ends the stream. Never disposed of: a dismissal may come while the stream is ending by itself.</summary>
    private CancellationTokenSource Ending { get; } = new();

    /// <summary>Who is attached.</summary>
    public ConnectorHello Hello { get; } = hello;

    /// <summary>Since when.</summary>
    public Timestamp ConnectTime { get; } = ProtoTime.Now(clock);

    /// <summary>When it last said something.</summary>
    public Timestamp LastSeen => ProtoTime.ToTimestamp(ProtoTime.NowNanoseconds(clock) - (long)clock.GetElapsedTime(Interlocked.Read(ref _lastHeard)).TotalNanoseconds);

    /// <summary>Fetches under way.</summary>
    public int ActiveFetches => _fetches.Count;

    /// <summary>Request budgets as last reported.</summary>
    public IReadOnlyList<SourceBudget> Budgets => Volatile.Read(ref _budgets);

    /// <summary>Told what a source serves, whenever the connector says so.</summary>
    public Action<ConnectorSource, IReadOnlyList<AnnouncedInstrument>>? Announced { get; set; }

    /// <summary>Completes when the stream has ended.</summary>
    public Task Ended => _ended.Task;

    /// <summary>What an announced source can do; null when it is not announced. The empty name is the only source.</summary>
    public ConnectorSource? Source(string name) => name.Length > 0 ? Hello.Sources.FirstOrDefault(source => source.Name == name)
        : Hello.Sources.Count == 1 ? Hello.Sources[0]
        : null;

    /// <summary>Queues the welcome; before anything else is asked of the connector.</summary>
    public void Greet() => Send(new AttachResponse
    {
        Welcome = new ConnectorWelcome
        {
            ProtocolVersion = ProtocolVersion,
            SessionId = id,
            HeartbeatInterval = Duration.FromTimeSpan(heartbeat),
            SilenceLimit = Duration.FromTimeSpan(SilentHeartbeats * heartbeat),
            FetchCredit = CreditWindow,
            MaxRowCount = MostRowsPerMessage,
        },
    });

    /// <summary>Serves the stream until it ends, one way or another.</summary>
    /// <exception cref="ConnectorProtocolException">The server ended it.</exception>
    public async Task RunAsync(IAsyncStreamReader<AttachRequest> requests, IServerStreamWriter<AttachResponse> responses, CancellationToken cancellation)
    {
        using CancellationTokenSource stop = CancellationTokenSource.CreateLinkedTokenSource(cancellation, Ending.Token);
        Task writing = WriteAsync(responses, stop.Token);
        Task watching = WatchAsync(stop.Token);
        try
        {
            while (await requests.MoveNext(stop.Token).ConfigureAwait(false))
            {
                Interlocked.Exchange(ref _lastHeard, clock.GetTimestamp());
                Take(requests.Current);
            }
        }
        catch (Exception error) when (error is OperationCanceledException or IOException or RpcException)
        {
            // Dismissed, or gone without a word: what follows is the same.
            logger.LogDebug(error, "The stream of connector {Connector} ended", Hello.Name);
        }
        finally
        {
            End(new ConnectorException(ConnectorErrorKind.Unavailable, _dismissal?.Message ?? $"The connector {Hello.Name} went away."));
            await Ending.CancelAsync().ConfigureAwait(false);
            await Task.WhenAll(Quiet(writing), Quiet(watching)).ConfigureAwait(false);
            _ended.TrySetResult();
        }

        if (_dismissal is not null)
        {
            throw _dismissal;
        }
    }

    /// <summary>Ends the stream from this side.</summary>
    public void Dismiss(ConnectorProtocolException why)
    {
        _dismissal ??= why;
        Ending.Cancel();
    }

    /// <summary>Makes a fetch and waits for its end.</summary>
    /// <param name="source">The announced source.</param>
    /// <param name="order">What to ask, without id.</param>
    /// <param name="create">Makes the fetch that takes the answer in.</param>
    /// <param name="timeout">How long everything may take, waiting for a free slot included.</param>
    /// <param name="cancellation">Cancels the fetch; the connector is told.</param>
    public async Task<PendingFetch> FetchAsync(
        ConnectorSource source, FetchOrder order, Func<FetchOrder, int, PendingFetch> create, TimeSpan timeout, CancellationToken cancellation)
    {
        using CancellationTokenSource deadline = new(timeout, clock);
        using CancellationTokenSource stop = CancellationTokenSource.CreateLinkedTokenSource(cancellation, deadline.Token);
        order.FetchId = $"f{Interlocked.Increment(ref _nextId)}";
        order.Source = source.Name;
        order.Timeout = Duration.FromTimeSpan(timeout);
        PendingFetch fetch = create(order, CreditWindow);
        SemaphoreSlim slots = _slots[source.Name];
        bool entered = false;
        try
        {
            await slots.WaitAsync(stop.Token).ConfigureAwait(false);
            entered = true;
            _fetches[order.FetchId] = fetch;
            if (_end is { } end)
            {
                throw end;
            }

            Send(new AttachResponse { Fetch = order });
            await fetch.Ended.WaitAsync(stop.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException)
        {
            Send(new AttachResponse { Cancel = new CancelOrder { FetchId = order.FetchId } });
            cancellation.ThrowIfCancellationRequested();
            fetch.Fail(new ConnectorException(
                ConnectorErrorKind.Timeout, FormattableString.Invariant($"{Hello.Name}:{source.Name} did not answer in {timeout.TotalSeconds:0.#} s. Ask for less, or allow more time.")));
            await fetch.Ended.ConfigureAwait(false);
        }
        finally
        {
            _fetches.TryRemove(order.FetchId, out _);
            if (entered)
            {
                slots.Release();
            }
        }

        return fetch;
    }

    /// <summary>Asks for live events.</summary>
    /// <returns>The id the connector knows the subscription by.</returns>
    public string Subscribe(SharedSubscription subscription)
    {
        string subscriptionId = $"s{Interlocked.Increment(ref _nextId)}";
        _subscriptions[subscriptionId] = subscription;
        SubscribeOrder order = subscription.Order.Clone();
        order.SubscriptionId = subscriptionId;
        Send(new AttachResponse { Subscribe = order });
        return subscriptionId;
    }

    /// <summary>Asks for live events no longer.</summary>
    public void Unsubscribe(string subscriptionId)
    {
        if (_subscriptions.TryRemove(subscriptionId, out _))
        {
            Send(new AttachResponse { Unsubscribe = new UnsubscribeOrder { SubscriptionId = subscriptionId } });
        }
    }

    private void Take(AttachRequest message)
    {
        switch (message.PartCase)
        {
            case AttachRequest.PartOneofCase.Rows when _fetches.TryGetValue(message.Rows.FetchId, out PendingFetch? fetch):
                GiveBack(message.Rows.FetchId, fetch.Add(message.Rows));
                break;
            case AttachRequest.PartOneofCase.Reference when _fetches.TryGetValue(message.Reference.FetchId, out PendingFetch? fetch):
                GiveBack(message.Reference.FetchId, fetch.Add(message.Reference));
                break;
            case AttachRequest.PartOneofCase.Progress when _fetches.TryGetValue(message.Progress.FetchId, out PendingFetch? fetch):
                fetch.Report(message.Progress);
                break;
            case AttachRequest.PartOneofCase.Failure when _fetches.TryGetValue(message.Failure.FetchId, out PendingFetch? fetch):
                fetch.Add(message.Failure);
                break;
            case AttachRequest.PartOneofCase.FetchEnd when _fetches.TryGetValue(message.FetchEnd.FetchId, out PendingFetch? fetch):
                fetch.End();
                break;
            case AttachRequest.PartOneofCase.Ticks when _subscriptions.TryGetValue(message.Ticks.SubscriptionId, out SharedSubscription? subscription):
                subscription.Take(message.Ticks);
                break;
            case AttachRequest.PartOneofCase.Subscription when _subscriptions.TryGetValue(message.Subscription.SubscriptionId, out SharedSubscription? subscription):
                if (message.Subscription.Phase == SubscriptionPhase.Ended)
                {
                    _subscriptions.TryRemove(message.Subscription.SubscriptionId, out _);
                }

                if (message.Subscription is { Phase: SubscriptionPhase.Active, Instrument: { } described })
                {
                    Announce(subscription.Order.Source, [new AnnouncedInstrument { Symbol = subscription.Order.Symbol, Instrument = described }]);
                }

                subscription.Take(message.Subscription);
                break;
            case AttachRequest.PartOneofCase.Announcement:
                Announce(message.Announcement.Source, message.Announcement.Instruments);
                break;
            case AttachRequest.PartOneofCase.Heartbeat:
                Volatile.Write(ref _budgets, [.. message.Heartbeat.Budgets]);
                break;
            case AttachRequest.PartOneofCase.Hello:
                Dismiss(new ConnectorProtocolException(ConnectorProtocolException.Breach, "The hello comes once, as the first message of a stream."));
                break;
            default:
                // About something that was cancelled meanwhile, or of a later version.
                break;
        }
    }

    private void Announce(string name, IReadOnlyList<AnnouncedInstrument> instruments)
    {
        if (Source(name) is not { } source)
        {
            Dismiss(new ConnectorProtocolException(ConnectorProtocolException.Breach, $"An announcement names the source '{name}', which the hello does not."));
        }
        else if (instruments.Count > MostAnnouncedPerMessage)
        {
            Dismiss(new ConnectorProtocolException(
                ConnectorProtocolException.Breach, $"An announcement holds at most {MostAnnouncedPerMessage} instruments, got {instruments.Count}. Send several."));
        }
        else
        {
            Announced?.Invoke(source, instruments);
        }
    }

    private void GiveBack(string fetchId, int credit)
    {
        if (credit > 0)
        {
            Send(new AttachResponse { Credit = new FetchCredit { FetchId = fetchId, MessageCount = credit } });
        }
    }

    private void Send(AttachResponse message)
    {
        if (!_outgoing.Writer.TryWrite(message) && _end is null)
        {
            Dismiss(new ConnectorProtocolException(ConnectorProtocolException.Silent, $"The connector {Hello.Name} does not read what it is asked."));
        }
    }

    private async Task WriteAsync(IServerStreamWriter<AttachResponse> responses, CancellationToken cancellation)
    {
        await foreach (AttachResponse message in _outgoing.Reader.ReadAllAsync(cancellation).ConfigureAwait(false))
        {
            await responses.WriteAsync(message, cancellation).ConfigureAwait(false);
        }
    }

    private async Task WatchAsync(CancellationToken cancellation)
    {
        while (true)
        {
            await Task.Delay(heartbeat, clock, cancellation).ConfigureAwait(false);
            if (clock.GetElapsedTime(Interlocked.Read(ref _lastHeard)) > SilentHeartbeats * heartbeat)
            {
                Dismiss(new ConnectorProtocolException(
                    ConnectorProtocolException.Silent, FormattableString.Invariant($"The connector {Hello.Name} said nothing for {SilentHeartbeats * heartbeat.TotalSeconds:0.#} s.")));
                return;
            }

            Send(new AttachResponse { Heartbeat = new ConnectorHeartbeat { Time = ProtoTime.Now(clock) } });
        }
    }

    private void End(ConnectorException why)
    {
        _end = why;
        _outgoing.Writer.TryComplete();
        foreach (PendingFetch fetch in _fetches.Values)
        {
            fetch.Fail(why);
        }

        foreach (SharedSubscription subscription in _subscriptions.Values)
        {
            subscription.Detach(this, why.Message);
        }
    }

    // The stream is over; how its other tasks ended is of no further interest.
    private static async Task Quiet(Task task) => await task.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
}
