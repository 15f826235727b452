namespace Tradewind.Transport.Tests;

/// <summary>A server on grpc-js.</summary>
public sealed class NodeServerFixture : InteropServerFixture
{
    private protected override bool PeerCompresses => false;

    private protected override PeerProcess StartPeer() => NodePeer.TestServiceServer();
}
