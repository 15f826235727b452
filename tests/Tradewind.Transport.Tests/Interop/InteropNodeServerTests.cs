namespace Tradewind.Transport.Tests;

/// <summary>grpc-js as a server of our client.</summary>
public sealed class InteropNodeServerTests(NodeServerFixture fixture) : IClassFixture<NodeServerFixture>
{
    private const string NoProbe = "without the probe: grpc-js does not show marks to a service";
    private const string Plain = "answered plainly: grpc-js servers do not compress";

    public static TheoryData<string> Cases => InteropCases.With(
        ("client_compressed_unary", NoProbe),
        ("client_compressed_streaming", NoProbe),
        ("server_compressed_unary", Plain),
        ("server_compressed_streaming", Plain),
        ("concurrent_large_unary", "200 calls at once"));

    [Theory]
    [MemberData(nameof(Cases))]
    public Task Our_client_passes_against_a_grpc_js_server(string testCase) => fixture.RunAsync(testCase);
}
