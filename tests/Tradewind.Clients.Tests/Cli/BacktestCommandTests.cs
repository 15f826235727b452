using Tradewind.Clients.Tests.Fakes;
using Tradewind.V1;

namespace Tradewind.Clients.Tests.Cli;

public sealed class BacktestCommandTests
{
    [Fact]
    public async Task Orders_and_signals_are_listed()
    {
        await using FakeTradewind server = new();
        string orders = await server.OutputAsync("backtest", "orders", "BT");
        Assert.Contains("ORD-000001", orders, StringComparison.Ordinal);
        string signals = await server.OutputAsync("backtest", "signals", "BT");
        // What a signal does not have is left out.
        Assert.Contains("LONG  cross up  fast, above slow", signals, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Drawdowns_drawn_again_are_below_zero_as_everywhere_else()
    {
        await using FakeTradewind server = new();
        string output = await server.OutputAsync("backtest", "monte-carlo", "BT");
        string line = Assert.Single(output.Split('\n'), line => line.Contains("Maximum drawdown", StringComparison.Ordinal));
        Assert.Equal(["-12.50", "-25.00", "-37.50"], line.Split(' ').Where(word => word.StartsWith('-')));
    }

    [Fact]
    public async Task An_export_has_a_column_for_every_field_and_quotes_what_must_be()
    {
        DirectoryInfo folder = Directory.CreateTempSubdirectory("tradewind-export-");
        await using FakeTradewind server = new();
        await server.OutputAsync("backtest", "export", "BT", "--out", folder.FullName);
        string[] orders = await File.ReadAllLinesAsync(Path.Combine(folder.FullName, "orders.csv"));
        Assert.Equal(string.Join(',', Order.Descriptor.Fields.InFieldNumberOrder().Select(field => field.Name)), orders[0]);
        Assert.Contains("ORD-000001,SIM-BTC/USD,buy,market", orders[1], StringComparison.Ordinal);
        string[] signals = await File.ReadAllLinesAsync(Path.Combine(folder.FullName, "signals.csv"));
        Assert.Contains("\"fast, above slow\"", signals[1], StringComparison.Ordinal);
        Assert.Single(await File.ReadAllLinesAsync(Path.Combine(folder.FullName, "trades.csv")));
        Assert.Equal(3, (await File.ReadAllLinesAsync(Path.Combine(folder.FullName, "equity.csv"))).Length);
        folder.Delete(recursive: true);
    }

    [Fact]
    public async Task Neighbours_are_summed_up()
    {
        await using FakeTradewind server = new();
        string output = await server.OutputAsync("backtest", "jitter", "BT", "--parameter", "fast");
        Assert.Contains("2 neighbours within 10.00 % of fast: 50.00 % above 0", output, StringComparison.Ordinal);
        Assert.Contains("1.250", output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_benchmark_is_asked_for_by_its_instrument()
    {
        await using FakeTradewind server = new();
        await server.OutputAsync("backtest", "run", "BTC/USD", "--strategy", "ma_crossover", "--benchmark", "ETH/USD@1d");
        PortfolioMember benchmark = Assert.Single(server.Backtests.Specs).Benchmark;
        Assert.Equal(("ETH/USD", "1d"), (benchmark.InstrumentId, benchmark.Timeframe));
    }
}
