namespace Tradewind.Transport.Tests;

/// <summary>A client on the C core of gRPC.</summary>
public sealed class CoreClientFixture : InteropClientFixture
{
    private protected override PeerProcess StartPeer(string authority) => PythonPeer.TestServiceClient(authority);
}
