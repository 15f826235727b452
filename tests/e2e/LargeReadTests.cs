using System.Text.Json.Nodes;
using Xunit.Abstractions;

namespace Tradewind.EndToEnd.Tests;

public sealed class LargeReadTests(MillionBars bars, ITestOutputHelper output) : IClassFixture<MillionBars>
{
    /// <summary>The benchmark compares every time and value; how fast each side is, it prints and nobody asserts here.</summary>
    [Fact]
    public async Task Python_reads_a_million_bars_equal_to_the_file()
    {
        using TemporaryFolder data = new();
        await using ServerProcess server = await ServerProcess.StartAsync(data.Path);
        (await server.CliAsync("data", "load", bars.Path)).Expect(0);
        JsonNode result = (await PythonProgram.RunAsync("tests/benchmarks/python/read_bars.py", server.Host, MillionBars.Instrument, bars.Path)).Json;
        Assert.Equal(MillionBars.RowCount, result["rows"]!.GetValue<int>());
        Assert.True(result["ratio"]!.GetValue<double>() > 0);
        output.WriteLine(result.ToJsonString());
    }
}
