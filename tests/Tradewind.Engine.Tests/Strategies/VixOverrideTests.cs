using Tradewind.Domain.Engine.Backtest;
using Tradewind.Domain.Errors;
using Tradewind.Domain.Strategies;

namespace Tradewind.Engine.Tests.Strategies;

public class VixOverrideTests
{
    private static readonly WideMarket s_market = new(500, seed: 5);

    private static BacktestResult Run(string overrides)
    {
        BacktestRequest request = s_market.Request("vix_correlation", s_market.Days);
        return BacktestRunner.Run(request with { Parameters = new Dictionary<string, string>(request.Parameters) { ["overrides"] = overrides } });
    }

    private static string[] Signals(BacktestResult result, string instrument) =>
        [.. result.Signals.Where(signal => signal.Instrument == instrument).Select(signal => $"{signal.Time} {signal.Direction}")];

    [Fact]
    public void An_asset_with_filters_of_its_own_leaves_the_others_as_they_are()
    {
        BacktestResult plain = Run("");
        // Nothing of ETH passes: the VIX never reaches 1000.
        BacktestResult silent = Run("ETH(vix_min_long=1000,vix_min_short=1000)");
        Assert.NotEmpty(Signals(plain, "ETH/USDT"));
        Assert.Empty(Signals(silent, "ETH/USDT"));
        Assert.NotEmpty(Signals(plain, "BTC/USDT"));
        Assert.Equal(Signals(plain, "BTC/USDT"), Signals(silent, "BTC/USDT"));
    }

    [Fact]
    public void Overrides_for_every_asset_are_the_parameters_themselves()
    {
        BacktestRequest request = s_market.Request("vix_correlation", s_market.Days);
        BacktestResult all = BacktestRunner.Run(request with
        {
            Parameters = new Dictionary<string, string>(request.Parameters) { ["rsi_max_long"] = "50", ["min_drawdown"] = "0.02", ["size"] = "0.03" },
        });
        BacktestResult each = Run("BTC/USDT(rsi_max_long=50,min_drawdown=0.02,size=0.03); eth(rsi_max_long=50, min_drawdown=0.02, size=0.03)");
        Assert.NotEmpty(all.Fills);
        Assert.NotEqual(Run("").LedgerHash, all.LedgerHash);
        Assert.Equal(all.LedgerHash, each.LedgerHash);
    }

    [Theory]
    [InlineData("ETH", "in brackets")]
    [InlineData("ETH(windows=3)", "is not a parameter")]
    [InlineData("ETH(rsi_max_long=101)", "must be in [0, 100]")]
    [InlineData("ETH(size=0.1); eth(size=0.2)", "twice")]
    [InlineData("SOL(size=0.1)", "which is not among BTC/USDT, ETH/USDT")]
    public void What_is_wrong_is_said(string overrides, string says)
    {
        InvalidInputException error = Assert.Throws<InvalidInputException>(() => Run(overrides));
        Assert.Equal(("STRATEGY_PARAMETERS_INVALID", "parameters[overrides]"), (error.Reason, error.Violations[0].Field));
        Assert.Contains(says, error.Violations[0].Description, StringComparison.Ordinal);
        Assert.Contains(StrategyCatalogue.Describe("vix_correlation").Parameters, parameter => parameter.Name == "overrides");
    }
}
