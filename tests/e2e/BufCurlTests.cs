using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Tradewind.EndToEnd.Tests;

/// <summary>A program that knows nothing but the server's reflection.</summary>
public sealed class BufCurlTests(SimulatedMarket market) : IClassFixture<SimulatedMarket>
{
    [Fact]
    public async Task Lists_instruments()
    {
        JsonNode response = (await CurlAsync("DataService/ListInstruments", "{}")).Expect(0).Json;
        Assert.Equal(["SIM-BTC/USD", "SIM-ETH/USD", "SIMHY Index"], response["instruments"]!.AsArray().Select(instrument => instrument!["id"]!.GetValue<string>()));
        Assert.All(response["instruments"]!.AsArray(), instrument => Assert.True(instrument!["simulated"]!.GetValue<bool>()));
    }

    [Fact]
    public async Task Pages_through_bars_with_the_token()
    {
        List<string> times = [];
        string token = "";
        int pages = 0;
        do
        {
            JsonObject request = new() { ["instrument_id"] = SimulatedMarket.Instrument, ["page_size"] = 150, ["page_token"] = token };
            JsonNode page = (await CurlAsync("DataService/ListBars", request.ToJsonString())).Expect(0).Json;
            times.AddRange(page["bars"]!.AsArray().Select(bar => bar!["openTime"]!.GetValue<string>()));
            token = page["nextPageToken"]?.GetValue<string>() ?? "";
            pages++;
        }
        while (token.Length > 0);

        Assert.Equal(3, pages);
        Assert.Equal(SimulatedMarket.RowCount, times.Count);
        Assert.Equal(times.Distinct().Order(StringComparer.Ordinal), times);
    }

    [Fact]
    public async Task Subscribes_to_signals_to_the_end_of_the_stream()
    {
        string feed = (await CurlAsync("DataService/StartFeed", """{"simulation": {"seed": 7, "row_count": 120}}""")).Expect(0).Json["feed"]!["id"]!.GetValue<string>();
        string stream = (await CurlAsync(
            "SignalService/StartSignalStream",
            $$"""{"feed_id": "{{feed}}", "strategy": {"strategy_id": "ma_crossover", "parameters": {"fast": "3", "slow": "10"} } }""")).Expect(0)
            .Json["signalStream"]!["id"]!.GetValue<string>();
        CommandResult subscription = (await CurlAsync("SignalService/SubscribeSignals", $$"""{"signal_stream_id": "{{stream}}"}""")).Expect(0);
        JsonNode[] messages = [.. Messages(subscription.Output)];
        JsonNode[] signals = [.. messages.Where(message => message["signal"] is not null)];
        Assert.NotEmpty(signals);
        Assert.Equal(Enumerable.Range(1, signals.Length).Select(sequence => $"{sequence}"), signals.Select(signal => signal["sequence"]!.GetValue<string>()));
        Assert.All(signals, signal => Assert.True(signal["simulated"]!.GetValue<bool>()));
        Assert.NotNull(messages[^1]["end"]);
    }

    [Fact]
    public async Task An_error_carries_its_details()
    {
        CommandResult failed = await CurlAsync("DataService/GetInstrument", """{"instrument_id": "SIM-BTC/USDD"}""");
        Assert.NotEqual(0, failed.ExitCode);
        JsonNode error = JsonNode.Parse(failed.Error)!;
        Assert.Equal("not_found", error["code"]!.GetValue<string>());
        Assert.Contains("Did you mean 'SIM-BTC/USD'?", error["message"]!.GetValue<string>(), StringComparison.Ordinal);
        JsonNode info = error["details"]!.AsArray().Single(detail => detail!["type"]!.GetValue<string>() == "google.rpc.ErrorInfo")!;
        // The value is the encoded message; the reason stands in it as plain text. buf leaves the padding away.
        string value = info["value"]!.GetValue<string>();
        byte[] bytes = Convert.FromBase64String(value.PadRight((value.Length + 3) / 4 * 4, '='));
        Assert.Contains("UNKNOWN_INSTRUMENT", Encoding.Latin1.GetString(bytes), StringComparison.Ordinal);
    }

    private Task<CommandResult> CurlAsync(string method, string request) => ChildProcess.RunAsync(
        ["eng/buf.sh", "curl", "--protocol", "grpc", "--http2-prior-knowledge", "--data", request, $"{market.Server.Address}/tradewind.v1.{method}"]);

    /// <summary>The JSON values that follow each other in a text.</summary>
    private static IEnumerable<JsonNode> Messages(string text)
    {
        byte[] bytes = Encoding.UTF8.GetBytes(text);
        for (int start = 0; text.AsSpan(start).Trim().Length > 0;)
        {
            Utf8JsonReader reader = new(bytes.AsSpan(start));
            JsonNode message = JsonNode.Parse(ref reader)!;
            start += (int)reader.BytesConsumed;
            yield return message;
        }
    }
}
