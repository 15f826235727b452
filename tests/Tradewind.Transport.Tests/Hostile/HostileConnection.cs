using System.Buffers.Binary;
using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;

namespace Tradewind.Transport.Tests;

/// <summary>
/// An HTTP/2 connection in raw frames. It never opens the flow-control window, so that the server can send 64 KiB and no more.
/// </summary>
internal sealed class HostileConnection : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private readonly Socket _socket;
    private readonly ConcurrentDictionary<int, TaskCompletionSource<string>> _outcomes = [];
    private readonly TaskCompletionSource _closed = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource _firstData = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly Task _reading;

    private HostileConnection(Socket socket)
    {
        _socket = socket;
        _reading = ReadAsync();
    }

    /// <summary>Ends when the server has closed the connection or said that it will.</summary>
    public Task Closed => _closed.Task.WaitAsync(Patience);

    public bool IsClosed => _closed.Task.IsCompleted;

    /// <summary>Ends when the server has sent a message, or a part of one.</summary>
    public Task FirstData => _firstData.Task.WaitAsync(Patience);

    public static async Task<HostileConnection> OpenAsync(TestHost host)
    {
        Socket socket = await ConnectAsync(host);
        var connection = new HostileConnection(socket);
        await connection.SendAsync(Http2Frames.Opening);
        return connection;
    }

    public static async Task<Socket> ConnectAsync(TestHost host)
    {
        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        await socket.ConnectAsync(IPAddress.Loopback, new Uri(host.Address).Port);
        return socket;
    }

    /// <summary>Sends bytes; gives false when the server takes none any more.</summary>
    public async Task<bool> SendAsync(ReadOnlyMemory<byte> bytes)
    {
        try
        {
            while (!bytes.IsEmpty)
            {
                bytes = bytes[await _socket.SendAsync(bytes)..];
            }

            return true;
        }
        catch (SocketException)
        {
            return false;
        }
    }

    /// <summary>How a call ended: <c>status N</c>, <c>reset</c> or <c>closed</c>.</summary>
    public Task<string> OutcomeAsync(int stream) => Outcome(stream).Task.WaitAsync(Patience);

    public async ValueTask DisposeAsync()
    {
        // A reset, not a farewell.
        _socket.LingerState = new LingerOption(true, 0);
        _socket.Dispose();
        await _reading;
    }

    private TaskCompletionSource<string> Outcome(int stream) =>
        _outcomes.GetOrAdd(stream, _ => new TaskCompletionSource<string>(TaskCreationOptions.RunContinuationsAsynchronously));

    private async Task ReadAsync()
    {
        try
        {
            var header = new byte[9];
            await using var stream = new NetworkStream(_socket);
            while (true)
            {
                await stream.ReadExactlyAsync(header);
                var payload = new byte[BinaryPrimitives.ReadInt32BigEndian(header) >>> 8];
                await stream.ReadExactlyAsync(payload);
                await OnFrameAsync(header[3], header[4], BinaryPrimitives.ReadInt32BigEndian(header.AsSpan(5)), payload);
            }
        }
        catch (Exception e) when (e is IOException or SocketException or ObjectDisposedException)
        {
            _closed.TrySetResult();
            foreach (TaskCompletionSource<string> outcome in _outcomes.Values)
            {
                outcome.TrySetResult("closed");
            }
        }
    }

    private async Task OnFrameAsync(byte type, byte flags, int stream, byte[] payload)
    {
        const byte Data = 0x0, Headers = 0x1, Reset = 0x3, Settings = 0x4, GoAway = 0x7;
        switch (type)
        {
            case Data when payload.Length > 0:
                _firstData.TrySetResult();
                break;
            case Headers when StatusIn(payload) is { } status:
                Outcome(stream).TrySetResult($"status {status}");
                break;
            case Reset:
                Outcome(stream).TrySetResult("reset");
                break;
            case Settings when (flags & 1) == 0:
                await SendAsync(Http2Frames.SettingsAcknowledgement);
                break;
            case GoAway:
                _closed.TrySetResult();
                break;
        }
    }

    /// <summary>The grpc-status in a block of literal headers: its name is there as text, length and value follow.</summary>
    private static string? StatusIn(ReadOnlySpan<byte> headers)
    {
        ReadOnlySpan<byte> name = "grpc-status"u8;
        int found = headers.IndexOf(name);
        return found < 0
            ? null
            : System.Text.Encoding.ASCII.GetString(headers.Slice(found + name.Length + 1, headers[found + name.Length]));
    }
}
