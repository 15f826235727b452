namespace Tradewind.EndToEnd.Tests;

/// <summary>What the command line says about requests that do not fit the stored data.</summary>
public sealed class WrongRequestTests(SimulatedMarket market) : IClassFixture<SimulatedMarket>
{
    [Theory]
    [InlineData("data bars SIM-BTC/UDS", "NOT_FOUND (UNKNOWN_INSTRUMENT)", "Did you mean 'SIM-BTC/USD'?")]
    [InlineData("backtest run NOTHING/USD --strategy ma_crossover", "NOT_FOUND (UNKNOWN_INSTRUMENT)", "Available: SIM-BTC/USD")]
    [InlineData("data bars SIM-BTC/USD --from 2019-01-01 --to 2018-01-01", "INVALID_ARGUMENT (INTERVAL_EMPTY)", "interval.end_time")]
    [InlineData("backtest run SIM-BTC/USD --strategy ma_crossover --from 2019-01-01 --to 2018-01-01", "INVALID_ARGUMENT", "after start_time")]
    [InlineData("backtest run SIM-BTC/USD --strategy ma_crossover --param fats=3", "INVALID_ARGUMENT", "spec.strategy.parameters[fats]")]
    [InlineData("signals generate SIM-BTC/USD --strategy ma_crosover", "NOT_FOUND (UNKNOWN_STRATEGY)", "Did you mean 'ma_crossover'?")]
    public async Task A_wrong_request_names_the_field_and_what_is_there_instead(string arguments, string status, string expected)
    {
        CommandResult run = (await market.Server.CliAsync(arguments.Split(' '))).Expect(1);
        Assert.StartsWith(status, run.Error, StringComparison.Ordinal);
        Assert.Contains(expected, run.Error, StringComparison.Ordinal);
        Assert.Empty(run.Output);
        Assert.Empty((await market.Server.CliAsync("backtest", "list", "--json")).Expect(0).Json.AsArray());
    }
}
