namespace Tradewind.Transport.Tests;

/// <summary>A client on grpc-js.</summary>
public sealed class NodeClientFixture : InteropClientFixture
{
    private protected override PeerProcess StartPeer(string authority) => NodePeer.TestServiceClient(authority);
}
