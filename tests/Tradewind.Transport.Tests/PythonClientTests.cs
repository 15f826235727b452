using System.Text.Json;

namespace Tradewind.Transport.Tests;

/// <summary>The C core of gRPC as a client of our server.</summary>
public sealed class PythonClientTests : IAsyncLifetime
{
    private readonly Dictionary<string, JsonElement> _results = [];
    private TestHost _host = null!;

    public async Task InitializeAsync()
    {
        _host = await TestHost.StartAsync();
        using PeerProcess python = PythonPeer.Client(new Uri(_host.Address).Authority);
        foreach (string line in (await python.FinishAsync()).Split('\n', StringSplitOptions.RemoveEmptyEntries))
        {
            JsonElement result = JsonDocument.Parse(line).RootElement;
            _results[result.GetProperty("case").GetString()!] = result;
        }
    }

    public async Task DisposeAsync() => await _host.DisposeAsync();

    [Fact]
    public async Task C_core_client_gets_from_our_server_what_it_expects()
    {
        Assert.Equal("from python ü", Text("unary", "text"));
        Assert.True(_results["server"].GetProperty("numbers").GetBoolean());
        Assert.Equal((100, 4950), (Number("client", "number"), Number("client", "size")));
        Assert.True(_results["duplex"].GetProperty("texts").GetBoolean());
        Assert.Equal((3_000_000, 10_000_000), (Number("large", "sent"), Number("large", "received")));
        Assert.Equal(("a", "00ff", "01"), (Text("metadata", "text"), Text("metadata", "bytes"), Text("metadata", "trailer")));
        Assert.Equal(50_000, Number("gzip", "sent"));
        Assert.Equal(300, Number("slow", "count"));

        AssertFailure("details", "FAILED_PRECONDITION", "100 % wrong: ü", "TOLD_TO");
        AssertFailure("unknown", "UNKNOWN", "Exception was thrown by handler.");
        AssertFailure("midstream", "DATA_LOSS", "lost");
        AssertFailure("limit", "RESOURCE_EXHAUSTED");
        AssertFailure("unimplemented", "UNIMPLEMENTED");
        AssertFailure("deadline", "DEADLINE_EXCEEDED");
        AssertFailure("cancel", "CANCELLED");
        await _host.Journal.Cancelled.Task.WaitAsync(TimeSpan.FromSeconds(20));
    }

    private string? Text(string name, string fact) => _results[name].GetProperty(fact).GetString();

    private int Number(string name, string fact) => _results[name].GetProperty(fact).GetInt32();

    private void AssertFailure(string name, string code, string? message = null, string details = "")
    {
        Assert.Equal((name, code), (name, Text(name, "code")));
        Assert.Equal((name, details), (name, Text(name, "details")));
        Assert.True(message is null || message == Text(name, "message"), $"{name}: {Text(name, "message")}");
    }
}
