namespace Tradewind.Transport.Tests;

/// <summary>grpcio, on the C core of gRPC, as a server of our client.</summary>
public sealed class InteropCoreServerTests(CoreServerFixture fixture) : IClassFixture<CoreServerFixture>
{
    private const string NoProbe = "without the probe: grpcio does not show marks to a service";

    public static TheoryData<string> Cases => InteropCases.With(
        ("client_compressed_unary", NoProbe),
        ("client_compressed_streaming", NoProbe),
        ("concurrent_large_unary", "200 calls at once"));

    [Theory]
    [MemberData(nameof(Cases))]
    public Task Our_client_passes_against_a_C_core_server(string testCase) => fixture.RunAsync(testCase);
}
