using System.Net;
using System.Net.Sockets;
using System.Text;

namespace Tradewind.Testing;

/// <summary>A small web server on loopback that answers requests one by one and remembers what it was asked.</summary>
public sealed class LoopbackWeb : IDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly Func<Uri, LoopbackAnswer> _answer;
    private readonly List<Uri> _asked = [];

    /// <summary>Starts the server.</summary>
    /// <param name="answer">The answer to the address that was asked for.</param>
    public LoopbackWeb(Func<Uri, LoopbackAnswer> answer)
    {
        _answer = answer;
        _listener.Start();
        Address = new Uri($"http://127.0.0.1:{((IPEndPoint)_listener.LocalEndpoint).Port}/");
        _ = AcceptAsync();
    }

    /// <summary>Where it listens.</summary>
    public Uri Address { get; }

    /// <summary>What was asked so far, in order.</summary>
    public IReadOnlyList<Uri> Asked
    {
        get
        {
            lock (_asked)
            {
                return [.. _asked];
            }
        }
    }

    /// <inheritdoc />
    public void Dispose() => _listener.Dispose();

    private async Task AcceptAsync()
    {
        try
        {
            while (true)
            {
                _ = ServeAsync(await _listener.AcceptTcpClientAsync());
            }
        }
        catch (Exception error) when (error is SocketException or ObjectDisposedException or InvalidOperationException)
        {
            // Disposed.
        }
    }

    private async Task ServeAsync(TcpClient client)
    {
        using (client)
        using (StreamReader reader = new(client.GetStream(), Encoding.ASCII))
        {
            string? first = await reader.ReadLineAsync();
            while (!string.IsNullOrEmpty(await reader.ReadLineAsync()))
            {
            }

            if (first is null)
            {
                return;
            }

            Uri asked = new(Address, first.Split(' ')[1]);
            lock (_asked)
            {
                _asked.Add(asked);
            }

            LoopbackAnswer answer = _answer(asked);
            byte[] body = Encoding.UTF8.GetBytes(answer.Body);
            string head = $"HTTP/1.1 {answer.Status} X\r\nContent-Type: application/json\r\nContent-Length: {body.Length}\r\nConnection: close\r\n"
                + (answer.RetryAfter is { } wait ? $"Retry-After: {wait}\r\n" : "") + (answer.Location is { } place ? $"Location: {place}\r\n" : "") + "\r\n";
            await client.GetStream().WriteAsync(Encoding.ASCII.GetBytes(head));
            await client.GetStream().WriteAsync(body);
        }
    }
}
