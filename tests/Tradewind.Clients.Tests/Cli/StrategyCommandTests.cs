using Tradewind.Cli;
using Tradewind.Clients.Tests.Fakes;
using Tradewind.V1;

namespace Tradewind.Clients.Tests.Cli;

public sealed class StrategyCommandTests
{
    [Fact]
    public async Task Strategies_and_configurations_are_listed_together()
    {
        await using FakeTradewind server = new();
        string output = await server.OutputAsync("strategies", "list");
        Assert.Contains("ma_crossover", output, StringComparison.Ordinal);
        Assert.Contains("trend", output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_configuration_is_shown_with_the_values_it_sets()
    {
        await using FakeTradewind server = new();
        string output = await server.OutputAsync("strategies", "show", "trend");
        Assert.Contains("Trend of the coin.", output, StringComparison.Ordinal);
        Assert.Contains("Members: BTC/USD", output, StringComparison.Ordinal);
        Assert.Contains("fast = 5, 10", output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_unknown_name_gets_the_servers_suggestion()
    {
        await using FakeTradewind server = new();
        CommandRun run = await server.RunAsync("strategies", "show", "trand");
        Assert.NotEqual(ExitCode.Success, run.ExitCode);
        Assert.Contains("Did you mean 'trend'", run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_backtest_by_configuration_needs_nothing_else()
    {
        await using FakeTradewind server = new();
        string output = await server.OutputAsync("backtest", "run", "--configuration", "trend", "--param", "fast=7");
        Assert.Contains("ratios above a risk-free 5.00 % a year", output, StringComparison.Ordinal);
        BacktestSpec spec = Assert.Single(server.Backtests.Specs);
        Assert.Equal(("", "trend", "7"), (spec.Strategy.StrategyId, spec.Strategy.Configuration, spec.Strategy.Parameters["fast"]));
        Assert.Empty(spec.Members);
    }

    [Fact]
    public async Task Days_of_a_portfolio_are_shown_and_written_whole_to_csv()
    {
        await using FakeTradewind server = new();
        string shown = await server.OutputAsync("backtest", "days", "bt-1");
        Assert.Contains("0.250", shown, StringComparison.Ordinal);
        string path = Path.Combine(Path.GetTempPath(), Path.GetRandomFileName());
        try
        {
            Assert.Equal(ExitCode.Success, (await server.RunAsync("backtest", "days", "bt-1", "--csv", path)).ExitCode);
            string[] lines = await File.ReadAllLinesAsync(path);
            Assert.Equal("time,gross,net,beta,leverage,average_correlation,drawdown,expected_volatility,momentum_profit", lines[0]);
            Assert.EndsWith(",,,,,,,,", lines[2], StringComparison.Ordinal);
        }
        finally
        {
            File.Delete(path);
        }
    }

    [Fact]
    public async Task Neither_instruments_nor_a_configuration_is_wrong_usage()
    {
        CommandRun run = await CommandRun.OfAsync("backtest", "run", "--strategy", "ma_crossover");
        Assert.Equal(ExitCode.Usage, run.ExitCode);
        Assert.Contains("--configuration", run.Error, StringComparison.Ordinal);
    }
}
