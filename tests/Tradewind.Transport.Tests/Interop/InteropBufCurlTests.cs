using System.Text.Json;

namespace Tradewind.Transport.Tests;

/// <summary>A tool that knows nothing of our protos and asks reflection for them.</summary>
public sealed class InteropBufCurlTests
{
    [Theory]
    [InlineData("grpc-v1")]
    [InlineData("grpc-v1alpha")]
    public async Task Buf_curl_calls_a_method_it_knows_from_reflection_only(string reflection)
    {
        await using TestHost host = await TestHost.StartAsync();
        using var buf = new PeerProcess(
            "bash",
            [
                BufScript(), "curl", "--protocol", "grpc", "--http2-prior-knowledge", "--reflect-protocol", reflection,
                "--data", """{"text": "by reflection", "reply_size": 3}""", $"{host.Address}/{Interop.Descriptor.FullName}/Unary",
            ]);
        JsonElement reply = JsonDocument.Parse(await buf.FinishAsync()).RootElement;
        Assert.Equal("by reflection", reply.GetProperty("text").GetString());
        Assert.Equal("AAAA", reply.GetProperty("payload").GetString());
    }

    [Fact]
    public async Task Buf_curl_prints_each_message_of_a_stream()
    {
        await using TestHost host = await TestHost.StartAsync();
        using var buf = new PeerProcess(
            "bash",
            [
                BufScript(), "curl", "--protocol", "grpc", "--http2-prior-knowledge",
                "--data", """{"replies": 3}""", $"{host.Address}/{Interop.Descriptor.FullName}/ServerStream",
            ]);
        string replies = string.Concat((await buf.FinishAsync()).Where(c => !char.IsWhiteSpace(c)));
        Assert.Equal("""{}{"number":1}{"number":2}""", replies);
    }

    private static string BufScript()
    {
        for (DirectoryInfo? folder = new(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            string script = Path.Combine(folder.FullName, "eng", "buf.sh");
            if (File.Exists(script))
            {
                return script;
            }
        }

        throw new FileNotFoundException($"No folder above {AppContext.BaseDirectory} holds eng/buf.sh.");
    }
}
