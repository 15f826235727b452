using System.Text.Json;
using Tradewind.Cli;
using Tradewind.Cli.Options;
using Tradewind.Cli.Output;
using Tradewind.Client;
using Tradewind.Clients.Tests.Client;
using Tradewind.Clients.Tests.Fakes;
using Tradewind.V1;

namespace Tradewind.Clients.Tests.Cli;

public sealed class OutputTests
{
    [Fact]
    public async Task Status_counts_instruments()
    {
        await using FakeTradewind server = new();
        CommandRun run = await server.RunAsync("status");
        Assert.Equal(ExitCode.Success, run.ExitCode);
        Assert.Contains("is SERVING", run.Output, StringComparison.Ordinal);
        Assert.Contains("Instruments: 2, 1 of them SIMULATED", run.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Json_is_all_there_is_on_standard_output()
    {
        await using FakeTradewind server = new();
        foreach (string[] line in new[] { new[] { "data", "list", "--json" }, ["--json", "data", "list"], ["status", "--json"] })
        {
            CommandRun run = await server.RunAsync(line);
            Assert.Equal(ExitCode.Success, run.ExitCode);
            using JsonDocument document = JsonDocument.Parse(run.Output);
            Assert.Equal(line.Contains("status") ? JsonValueKind.Object : JsonValueKind.Array, document.RootElement.ValueKind);
        }
    }

    [Fact]
    public async Task Simulated_instruments_are_labelled_in_the_table()
    {
        await using FakeTradewind server = new();
        string[] lines = (await server.RunAsync("data", "list")).Output.Split('\n');
        Assert.Contains("SIMULATED", lines.Single(line => line.Contains("BTC/USD", StringComparison.Ordinal)), StringComparison.Ordinal);
        Assert.DoesNotContain("SIMULATED", lines.Single(line => line.Contains("LF98TRUU", StringComparison.Ordinal)), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_failed_call_shows_status_reason_and_advice()
    {
        await using FakeTradewind server = new();
        CommandRun run = await server.RunAsync("data", "show", "BTC/USDT", "--json");
        Assert.Equal(ExitCode.Failure, run.ExitCode);
        Assert.Empty(run.Output);
        Assert.Equal("NOT_FOUND (UNKNOWN_INSTRUMENT): There is no instrument 'BTC/USDT'; did you mean 'BTC/USD'?", run.Error.Trim());
    }

    [Fact]
    public async Task Signals_are_followed_to_the_end_with_a_cursor_to_go_on()
    {
        await using FakeTradewind server = new();
        CommandRun run = await server.RunAsync("signals", "stream", "SIG-1");
        Assert.Equal(2, run.Output.Split("LONG").Length - 1);
        Assert.Contains("SIMULATED", run.Output, StringComparison.Ordinal);
        Assert.Contains("--cursor end", run.Output, StringComparison.Ordinal);
        CommandRun json = await server.RunAsync("signals", "stream", "SIG-1", "--json");
        Assert.All(json.Output.Trim().Split('\n'), line => JsonDocument.Parse(line).Dispose());
    }

    [Fact]
    public async Task Csv_leaves_missing_values_empty()
    {
        FileInfo file = new(Path.Combine(Path.GetTempPath(), $"{Guid.NewGuid():N}.csv"));
        await CsvFile.WriteAsync(file, ColumnTable.FromBlocks(ColumnTableTests.Block([0, 1_000_000_000], [0.1, double.NaN], "a,b")), default);
        string text = await File.ReadAllTextAsync(file.FullName);
        file.Delete();
        Assert.Equal("time,\"a,b\"\n1970-01-01,0.1\n1970-01-01T00:00:01Z,\n", text.ReplaceLineEndings("\n"));
    }

    [Theory]
    [InlineData(new[] { 1.0, 2.0, 3.0 }, "▁▅█")]
    [InlineData(new[] { 1.0, double.NaN, 1.0 }, "▁ ▁")]
    [InlineData(new double[0], "")]
    public void Curves_become_a_line(double[] values, string expected) => Assert.Equal(expected, Sparkline.Of(values));

    [Theory]
    [InlineData(null, "-")]
    [InlineData(double.NaN, "-")]
    [InlineData(-0.00012345, "-0.00012345")]
    [InlineData(1234567.891, "1,234,567.89")]
    public void Values_are_written_the_same_everywhere(double? value, string expected) => Assert.Equal(expected, Wording.Value(value));

    [Theory]
    [InlineData("BTC/USD", "BTC/USD", "", "")]
    [InlineData("LF98TRUU Index:OAS,YTW", "LF98TRUU Index", "OAS,YTW", "")]
    [InlineData("BTC/USD:close@1h", "BTC/USD", "close", "1h")]
    public void Members_name_fields_and_timeframe(string text, string id, string fields, string timeframe)
    {
        Assert.True(MemberArgument.TryParse(text, out PortfolioMember member));
        Assert.Equal((id, fields, timeframe), (member.InstrumentId, string.Join(',', member.Fields), member.Timeframe));
    }
}
