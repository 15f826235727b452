namespace Tradewind.Transport.Tests;

/// <summary>Our server and a client on another implementation, for all cases of a test class.</summary>
public abstract class InteropClientFixture : IAsyncLifetime
{
    private InteropHost? _host;
    private PeerProcess? _peer;

    public async Task InitializeAsync()
    {
        _host = await InteropHost.StartAsync();
        _peer = StartPeer(new Uri(_host.Address).Authority);
    }

    public async Task DisposeAsync()
    {
        _peer?.Dispose();
        if (_host is not null)
        {
            await _host.DisposeAsync();
        }
    }

    /// <summary>Runs a case; where our server has to compress, also looks at the marks of what it sent.</summary>
    public async Task RunAsync(string testCase)
    {
        string name = InteropCases.NameOf(testCase);
        InteropHost host = _host!;
        host.ObservesResponses = name.StartsWith("server_compressed", StringComparison.Ordinal);
        host.ResponseFlags.Clear();
        await _peer!.RunAsync(name);
        if (host.ObservesResponses)
        {
            Assert.Equal([true, false], host.ResponseFlags);
        }
    }

    private protected abstract PeerProcess StartPeer(string authority);
}
