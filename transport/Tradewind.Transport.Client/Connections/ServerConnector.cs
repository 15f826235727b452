using System.Net;
using System.Net.Sockets;
using Grpc.Core;
using Tradewind.Transport.Client.Retries;

namespace Tradewind.Transport.Client.Connections;

/// <summary>
/// Makes the TCP connections of a channel and so knows how it stands with them. A channel is ready while it has a connection, which says
/// nothing of TLS or HTTP/2 on it.
/// </summary>
internal sealed class ServerConnector : IDisposable
{
    private readonly Lock _lock = new();
    private readonly DnsEndPoint _server;
    private readonly ExponentialBackoff _backoff;
    private TaskCompletionSource _changed = NewSignal();
    private ConnectivityState _state = ConnectivityState.Idle;
    private TrackedStream? _spare;
    private int _open;
    private int _connecting;

    private ServerConnector(Uri address, ExponentialBackoff backoff)
    {
        _server = new DnsEndPoint(address.IdnHost, address.Port);
        _backoff = backoff;
    }

    public ConnectivityState State
    {
        get
        {
            lock (_lock)
            {
                return _state;
            }
        }
    }

    /// <summary>Has a handler make its connections here; null where its connections are made elsewhere.</summary>
    public static ServerConnector? TryAttach(HttpMessageHandler? handler, Uri address, ExponentialBackoff backoff)
    {
        if (handler is not SocketsHttpHandler { ConnectCallback: null } sockets)
        {
            return null;
        }

        var connector = new ServerConnector(address, backoff);
        try
        {
            sockets.ConnectCallback = connector.ConnectAsync;
            return connector;
        }
        catch (InvalidOperationException)
        {
            // The handler is in use already, and has connections of its own.
            return null;
        }
    }

    public async Task WaitForStateChangedAsync(ConnectivityState lastObservedState, CancellationToken cancellationToken)
    {
        while (true)
        {
            Task changed;
            lock (_lock)
            {
                if (_state != lastObservedState)
                {
                    return;
                }

                changed = _changed.Task;
            }

            await changed.WaitAsync(cancellationToken).ConfigureAwait(false);
        }
    }

    /// <summary>Makes a connection that the first call will use, unless there is one.</summary>
    public async Task ConnectAsync(CancellationToken cancellationToken)
    {
        for (int failures = 1; State is not ConnectivityState.Ready; failures++)
        {
            try
            {
                TrackedStream stream = await OpenTrackedAsync(cancellationToken).ConfigureAwait(false);
                KeepSpare(stream);
                return;
            }
            catch (SocketException)
            {
                await Task.Delay(_backoff.DelayAfter(failures, Random.Shared.NextDouble()), cancellationToken).ConfigureAwait(false);
            }
        }
    }

    public void Dispose()
    {
        TrackedStream? spare;
        lock (_lock)
        {
            SetState(ConnectivityState.Shutdown);
            (spare, _spare) = (_spare, null);
        }

        spare?.Dispose();
    }

    /// <summary>A connection was closed.</summary>
    internal void Closed()
    {
        lock (_lock)
        {
            _open--;
            SetState(StateWithout(ConnectivityState.Idle));
        }
    }

    private static TaskCompletionSource NewSignal() => new(TaskCreationOptions.RunContinuationsAsynchronously);

    private static async Task<Socket> OpenAsync(DnsEndPoint endpoint, CancellationToken cancellationToken)
    {
        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        try
        {
            await socket.ConnectAsync(endpoint, cancellationToken).ConfigureAwait(false);
            return socket;
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }

    private async ValueTask<Stream> ConnectAsync(SocketsHttpConnectionContext context, CancellationToken cancellationToken)
    {
        // A handler shared with others, or one that goes through a proxy, connects to other places too.
        if (!context.DnsEndPoint.Equals(_server))
        {
            return new NetworkStream(await OpenAsync(context.DnsEndPoint, cancellationToken).ConfigureAwait(false), ownsSocket: true);
        }

        return TakeSpare() ?? await OpenTrackedAsync(cancellationToken).ConfigureAwait(false);
    }

    private async Task<TrackedStream> OpenTrackedAsync(CancellationToken cancellationToken)
    {
        lock (_lock)
        {
            ObjectDisposedException.ThrowIf(_state == ConnectivityState.Shutdown, this);
            _connecting++;
            SetState(StateWithout(ConnectivityState.Connecting));
        }

        try
        {
            Socket socket = await OpenAsync(_server, cancellationToken).ConfigureAwait(false);
            return Opened(socket);
        }
        catch (Exception e)
        {
            lock (_lock)
            {
                _connecting--;
                SetState(StateWithout(e is OperationCanceledException ? ConnectivityState.Idle : ConnectivityState.TransientFailure));
            }

            throw;
        }
    }

    private TrackedStream Opened(Socket socket)
    {
        lock (_lock)
        {
            _connecting--;
            _open++;
            SetState(ConnectivityState.Ready);
        }

        return new TrackedStream(socket, this);
    }

    private void KeepSpare(TrackedStream stream)
    {
        TrackedStream? surplus = stream;
        lock (_lock)
        {
            if (_spare is null && _state != ConnectivityState.Shutdown)
            {
                (_spare, surplus) = (stream, null);
            }
        }

        surplus?.Dispose();
    }

    private TrackedStream? TakeSpare()
    {
        TrackedStream? spare;
        lock (_lock)
        {
            (spare, _spare) = (_spare, null);
        }

        if (spare is { IsAlive: false })
        {
            spare.Dispose();
            return null;
        }

        return spare;
    }

    /// <summary>What the state is with the connections there are; the given one where there is none and none is being made.</summary>
    private ConnectivityState StateWithout(ConnectivityState otherwise) =>
        _open > 0 ? ConnectivityState.Ready : _connecting > 0 ? ConnectivityState.Connecting : otherwise;

    private void SetState(ConnectivityState state)
    {
        if (_state == state || _state == ConnectivityState.Shutdown)
        {
            return;
        }

        _state = state;
        TaskCompletionSource before = _changed;
        _changed = NewSignal();
        before.TrySetResult();
    }
}
