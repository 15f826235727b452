namespace Tradewind.Transport.Tests;

/// <summary>grpc-js as a client of our server.</summary>
public sealed class InteropNodeClientTests(NodeClientFixture fixture) : IClassFixture<NodeClientFixture>
{
    public static TheoryData<string> Cases => InteropCases.With(("concurrent_large_unary", "200 calls at once"));

    [Theory]
    [MemberData(nameof(Cases))]
    public Task Grpc_js_client_passes_against_our_server(string testCase) => fixture.RunAsync(testCase);
}
