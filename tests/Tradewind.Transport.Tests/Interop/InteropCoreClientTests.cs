namespace Tradewind.Transport.Tests;

/// <summary>grpcio, on the C core of gRPC, as a client of our server.</summary>
public sealed class InteropCoreClientTests(CoreClientFixture fixture) : IClassFixture<CoreClientFixture>
{
    public static TheoryData<string> Cases => InteropCases.With(
        ("client_compressed_streaming", "one call compressed, one plain: grpcio compresses whole calls, not single messages"),
        ("concurrent_large_unary", "200 calls at once"));

    [Theory]
    [MemberData(nameof(Cases))]
    public Task C_core_client_passes_against_our_server(string testCase) => fixture.RunAsync(testCase);
}
