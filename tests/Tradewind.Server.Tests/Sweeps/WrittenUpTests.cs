using System.Net;
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
    public async Task What_to_know_stands_before_the_figures_and_names_the_halts_of_the_drawdown_guard()
    {
        await using SweepServer server = await SweepServer.StartWithMarketAsync(400);
        SearchSpec search = SweepServer.Search(SweepServer.Axis("fast", 5, 15, 5));
        Assert.DoesNotContain((await server.SweepAsync(search)).Warnings, warning => warning.Contains("halted", StringComparison.Ordinal));
        search.Settings.MaxDrawdownFraction = 0.0001;
        Sweep sweep = await server.SweepAsync(search);
        List<SweepTrial> trials = await server.TrialsAsync(sweep.Id);
        Assert.Equal((3, 3), (sweep.HaltedCount, trials.Count(trial => trial.HaltTime is not null)));
        string told = Assert.Single(sweep.Warnings, warning => warning.Contains("halted", StringComparison.Ordinal));
        Assert.StartsWith("3 of 3 combinations were halted by the drawdown guard at 0.01 %", told, StringComparison.Ordinal);
        Assert.Contains("max_drawdown_fraction", told, StringComparison.Ordinal);
        string page = (await server.Backtests.GetSweepReportAsync(new GetSweepReportRequest { SweepId = sweep.Id })).Content;
        Assert.InRange(page.IndexOf(told, StringComparison.Ordinal), 1, page.IndexOf("Refused by the strategy", StringComparison.Ordinal));
        Assert.Contains($"{SweepServer.Coin} · {sweep.FirstTime.ToDateTime():yyyy-MM-dd} to {sweep.LastTime.ToDateTime():yyyy-MM-dd}", WebUtility.HtmlDecode(page), StringComparison.Ordinal);
        Assert.Equal(["5", "10", "15"], Ticks(Charts(page).Single()));

        RunWalkForwardResponse started = await server.Backtests.RunWalkForwardAsync(
            new RunWalkForwardRequest { Spec = new WalkForwardSpec { Search = search, FoldCount = 2 } });
        await server.ResultAsync(started.Operation);
        WalkForward walk = (await server.Backtests.GetWalkForwardAsync(new GetWalkForwardRequest { WalkForwardId = started.WalkForwardId })).WalkForward;
        Assert.Equal([3, 3], walk.Folds.Select(fold => fold.HaltedCount));
        Assert.Contains(walk.Warnings, warning => warning.StartsWith("6 of 6 backtests in sample were halted", StringComparison.Ordinal));
        page = (await server.Backtests.GetWalkForwardReportAsync(new GetWalkForwardReportRequest { WalkForwardId = walk.Id })).Content;
        Assert.InRange(page.IndexOf("What to know", StringComparison.Ordinal), 1, page.IndexOf("Most frequent choice", StringComparison.Ordinal));

        Backtest backtest = await server.BacktestAsync("3", "8");
        page = (await server.Backtests.GetBacktestReportAsync(new GetBacktestReportRequest { BacktestId = backtest.Id })).Content;
        Assert.InRange(page.IndexOf("What to know", StringComparison.Ordinal), 1, page.IndexOf("Sharpe", StringComparison.Ordinal));
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

    // Labels below the chart.
    private static IEnumerable<string> Ticks(XElement chart)
    {
        double lowest = chart.Elements("text").Max(text => (double?)text.Attribute("y") ?? 0);
        return chart.Elements("text").Where(text => (double?)text.Attribute("y") == lowest).Select(text => text.Value);
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
