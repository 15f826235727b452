using Tradewind.Cli;
using Tradewind.Clients.Tests.Fakes;
using Tradewind.V1;

namespace Tradewind.Clients.Tests.Cli;

public sealed class InstrumentCommandTests
{
    [Fact]
    public async Task A_ticker_is_shown_with_its_contract()
    {
        await using FakeTradewind server = new();
        string output = await server.OutputAsync("data", "ticker", "CLF5 Comdty", "--on", "2025-01-02");
        Assert.Contains("CLF5 Comdty: specific", output, StringComparison.Ordinal);
        Assert.Contains("Delivers 2025-01 (F), last trade day 2024-12-19", output, StringComparison.Ordinal);
        Assert.Contains("1000 bbl a contract", output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_wrong_ticker_is_answered_with_its_reason()
    {
        await using FakeTradewind server = new();
        CommandRun run = await server.RunAsync("data", "ticker", "ZZ1 Comdty");

        Assert.Equal(ExitCode.Success, run.ExitCode);
        Assert.Contains("UnknownCommodity", run.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Alignment_options_reach_the_server()
    {
        await using FakeTradewind server = new();
        await server.OutputAsync(
            "data", "align", "BTC/USD", "--resample", "coarsest", "--sessions", "nyse", "--fill-days", "3", "--outliers", "winsorize", "--outlier-threshold", "2.5");
        PortfolioSpec portfolio = Assert.Single(server.Market.Alignments).Portfolio;
        Assert.Equal(("coarsest", "nyse", 3), (portfolio.ResampleTo, portfolio.SessionCalendar, portfolio.FillLimitDays));
        Assert.Equal((OutlierAction.Winsorize, 2.5), (portfolio.Outliers.Action, portfolio.Outliers.Threshold));
    }
}
