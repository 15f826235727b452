using System.Text.RegularExpressions;
using System.Xml.Linq;
using Tradewind.V1;

namespace Tradewind.Server.Tests.Sweeps;

public sealed class WrittenUpTests
{
    [Fact]
    public async Task A_sweep_over_two_parameters_shows_its_surface_as_a_map()
    {
        await using SweepServer server = await SweepServer.StartWithMarketAsync(400);
        Sweep sweep = await server.SweepAsync(SweepServer.Search(SweepServer.Axis("slow", 10, 40, 10), SweepServer.Axis("fast", 5, 15, 5)));
        string page = (await server.Backtests.GetSweepReportAsync(new GetSweepReportRequest { SweepId = sweep.Id })).Content;
        List<XElement> charts = Charts(page);
        Assert.Equal(["Score by fast and slow", "Score by fast", "Score by slow"], charts.Select(chart => chart.Attribute("aria-label")?.Value));
        // Twelve cells, two of them empty, and a frame around the best one.
        Assert.Equal(13, charts[0].Elements("rect").Count());
        Assert.Equal(2, charts[0].Elements("rect").Count(cell => cell.Attribute("fill")?.Value == "#f2f4f7"));
        Assert.Single(charts[0].Elements("rect"), cell => cell.Attribute("class")?.Value == "chosen");
        Assert.Contains("Deflated Sharpe", page, StringComparison.Ordinal);
        Assert.Contains("SIMULATED DATA", page, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_sweep_over_one_parameter_shows_a_line_and_one_without_a_best_combination_still_renders()
    {
        await using SweepServer server = await SweepServer.StartWithMarketAsync(400);
        Sweep sweep = await server.SweepAsync(SweepServer.Search(SweepServer.Axis("fast", 5, 15, 1)));
        List<XElement> charts = Charts((await server.Backtests.GetSweepReportAsync(new GetSweepReportRequest { SweepId = sweep.Id })).Content);
        Assert.Equal("Score by fast", Assert.Single(charts).Attribute("aria-label")?.Value);
        Assert.Equal(11, charts[0].Elements("rect").Count());
        SearchSpec none = SweepServer.Search(SweepServer.Axis("fast", 5, 6, 1));
        none.Selection.MinTrades = 100_000;
        string page = (await server.Backtests.GetSweepReportAsync(new GetSweepReportRequest { SweepId = (await server.SweepAsync(none)).Id })).Content;
        Assert.Empty(Charts(page));
        Assert.Contains("No combination is fit to be chosen", page, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Backtests_are_compared_by_their_return_since_the_start()
    {
        await using SweepServer server = await SweepServer.StartWithMarketAsync(300);
        Backtest fast = await server.BacktestAsync("3", "8"), slow = await server.BacktestAsync("10", "30");
        GetComparisonReportResponse report = await server.Backtests.GetComparisonReportAsync(
            new GetComparisonReportRequest { BacktestIds = { fast.Id, slow.Id } });
        List<XElement> charts = Charts(report.Content);
        Assert.Equal(["s1", "s0"], charts[0].Elements("path").Select(line => line.Attribute("class")?.Value));
        Assert.Equal(("text/html", 3), (report.MediaType, charts.Count));
        Assert.Contains("ma_crossover(fast=3, slow=8)", report.Content, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Trades_are_marked_on_the_price_until_the_price_changes()
    {
        await using SweepServer server = await SweepServer.StartWithMarketAsync(300);
        Backtest backtest = await server.BacktestAsync("3", "8");
        GetBacktestReportRequest request = new() { BacktestId = backtest.Id };
        string page = (await server.Backtests.GetBacktestReportAsync(request)).Content;
        XElement chart = Charts(page).Single(one => one.Attribute("aria-label")?.Value == $"Price of {SweepServer.Coin} with trades");
        Assert.Equal(backtest.Metrics.TradeCount, chart.Elements("line").Count(line => line.Attribute("class")?.Value.StartsWith("held", StringComparison.Ordinal) == true));
        Assert.Equal(backtest.Metrics.WinningTradeCount, chart.Elements("rect").Count(mark => mark.Attribute("class")?.Value == "won"));
        Assert.Contains($"{backtest.Metrics.TradeCount} trades.", page, StringComparison.Ordinal);
        await server.SimulateAsync(320, seed: 8);
        page = (await server.Backtests.GetBacktestReportAsync(request)).Content;
        Assert.Contains("prices of this backtest have been changed", page, StringComparison.Ordinal);
        Assert.DoesNotContain("Trades on the price", page, StringComparison.Ordinal);
    }

    // Each chart is well formed and has no coordinate that is not a number.
    private static List<XElement> Charts(string page)
    {
        Assert.DoesNotMatch("(src|href)=|url\\(|@import|<script", page);
        List<XElement> charts = [.. Regex.Matches(page, "<svg.*?</svg>", RegexOptions.Singleline).Select(match => XElement.Parse(match.Value))];
        Assert.All(charts, chart => Assert.DoesNotContain("NaN", chart.ToString(), StringComparison.Ordinal));
        return charts;
    }
}
