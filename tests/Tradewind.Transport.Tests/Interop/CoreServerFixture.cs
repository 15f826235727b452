namespace Tradewind.Transport.Tests;

/// <summary>A server on the C core of gRPC.</summary>
public sealed class CoreServerFixture : InteropServerFixture
{
    private protected override bool PeerCompresses => true;

    private protected override PeerProcess StartPeer() => PythonPeer.TestServiceServer();
}
