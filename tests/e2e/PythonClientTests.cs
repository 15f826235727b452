using System.Text.Json.Nodes;

namespace Tradewind.EndToEnd.Tests;

public sealed class PythonClientTests(SimulatedMarket market) : IClassFixture<SimulatedMarket>
{
    [Fact]
    public async Task Quickstart_tours_the_server()
    {
        string output = (await PythonProgram.RunAsync("clients/python/examples/quickstart.py", market.Server.Host)).Output;
        Assert.Contains("instruments: 3", output, StringComparison.Ordinal);
        Assert.Contains("SIMULATED", output, StringComparison.Ordinal);
        Assert.Contains($"bars of {SimulatedMarket.Instrument} in pages: {SimulatedMarket.RowCount}", output, StringComparison.Ordinal);
        Assert.Matches("signals received: [1-9]", output);
    }

    [Fact]
    public async Task A_program_pages_through_bars_reads_columns_and_resumes_signals()
    {
        JsonNode seen = (await PythonProgram.RunAsync("tests/e2e/python/read_market.py", market.Server.Host, SimulatedMarket.Instrument)).Json;
        Assert.Equal(["SIM-BTC/USD", "SIM-ETH/USD", "SIMHY Index"], seen["instruments"]!.AsArray().Select(id => id!.GetValue<string>()));
        Assert.Equal(4, seen["pages"]!.GetValue<int>());
        Assert.Equal(SimulatedMarket.RowCount, seen["bars"]!.GetValue<int>());
        Assert.True(seen["pages_equal_iteration"]!.GetValue<bool>());
        Assert.True(seen["pages_equal_columns"]!.GetValue<bool>());
        Assert.Equal("datetime64[ns]", seen["dtypes"]!["times"]!.GetValue<string>());
        Assert.Equal("float64", seen["dtypes"]!["close"]!.GetValue<string>());
        Assert.True(seen["simulated"]!.GetValue<bool>());
        int[] signals = [.. seen["signals"]!.AsArray().Select(sequence => sequence!.GetValue<int>())];
        Assert.Equal(Enumerable.Range(1, signals.Length), signals);
        Assert.Equal(signals[1..], seen["resumed"]!.AsArray().Select(sequence => sequence!.GetValue<int>()));
    }
}
