using System.Collections.Concurrent;
using Grpc.Net.Client;

namespace Tradewind.Transport.Tests;

/// <summary>Our client and a server on another implementation, for all cases of a test class.</summary>
public abstract class InteropServerFixture : IAsyncLifetime
{
    private readonly ConcurrentQueue<bool> _requestFlags = [];
    private readonly ConcurrentQueue<bool> _responseFlags = [];
    private PeerProcess? _peer;
    private GrpcChannel? _plainChannel;
    private GrpcChannel? _observedChannel;
    private Dictionary<string, Func<Task>> _cases = [];

    public async Task InitializeAsync()
    {
        _peer = StartPeer();
        string address = $"http://127.0.0.1:{await _peer.ReadLineAsync()}";
        _plainChannel = GrpcChannel.ForAddress(address);
        _observedChannel = GrpcChannel.ForAddress(
            address, new GrpcChannelOptions { HttpHandler = new FrameFlagHandler(_requestFlags, _responseFlags), DisposeHttpClient = true });
        var plain = new InteropClientCases(_plainChannel);
        var compressed = new InteropCompressionCases(_observedChannel, _requestFlags, _responseFlags, PeerCompresses);
        _cases = plain.All.Concat(compressed.All).ToDictionary(testCase => testCase.Name, testCase => testCase.Run);
    }

    public Task DisposeAsync()
    {
        _plainChannel?.Dispose();
        _observedChannel?.Dispose();
        _peer?.Dispose();
        return Task.CompletedTask;
    }

    public Task RunAsync(string testCase) => _cases[InteropCases.NameOf(testCase)]();

    /// <summary>Whether the server can compress its responses at all.</summary>
    private protected abstract bool PeerCompresses { get; }

    private protected abstract PeerProcess StartPeer();
}
