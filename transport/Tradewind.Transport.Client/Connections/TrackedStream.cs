using System.Net.Sockets;

namespace Tradewind.Transport.Client.Connections;

/// <summary>A connection that tells its connector when it is closed.</summary>
internal sealed class TrackedStream(Socket socket, ServerConnector connector) : NetworkStream(socket, ownsSocket: true)
{
    private int _isClosed;

    /// <summary>Whether a connection nothing was sent on is still open at the other end.</summary>
    public bool IsAlive => !(Socket.Poll(0, SelectMode.SelectRead) && Socket.Available == 0);

    protected override void Dispose(bool disposing)
    {
        base.Dispose(disposing);
        if (disposing && Interlocked.Exchange(ref _isClosed, 1) == 0)
        {
            connector.Closed();
        }
    }
}
