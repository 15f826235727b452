using Tradewind.Client;
using Tradewind.Testing;
using Tradewind.V1;
using Xunit.Abstractions;

namespace Tradewind.Server.Tests.RealData;

/// <summary>The multi-bucket portfolio over the contract on real daily markets.</summary>
public sealed class MultiBucketTests(ITestOutputHelper output)
{
    [Theory]
    [InlineData("daily_bybit", 12)]
    [InlineData("daily_yahoo", 8)]
    public async Task A_portfolio_comes_with_what_each_bucket_made(string name, int assets)
    {
        string folder = Path.Combine(SharedFiles.Folder ?? "", "crypto", name);
        if (SharedFiles.Folder is null || !Directory.Exists(folder))
        {
            output.WriteLine($"Not run: crypto/{name} of the shared data is absent; set TRADEWIND_SHARED_DATA to its folder.");
            return;
        }

        await using TestServer server = await TestServer.StartAsync();
        BacktestSpec spec = new()
        {
            Strategy = new StrategySpec { StrategyId = "multi_bucket" },
            Settings = new TradingSettings { MaxDrawdownFraction = 1 },
        };
        foreach (string path in Directory.EnumerateFiles(folder, "*.csv").Order(StringComparer.Ordinal))
        {
            LoadReport report = await server.Client.UploadFileAsync(path);
            spec.Members.Add(report.Quality.Select(quality => new PortfolioMember { InstrumentId = quality.InstrumentId }));
        }

        Assert.Equal(assets, spec.Members.Count);
        string id = await server.ResultOfAsync((await server.Backtests.RunBacktestAsync(new RunBacktestRequest { Spec = spec })).Operation);
        Backtest backtest = (await server.Backtests.GetBacktestAsync(new GetBacktestRequest { BacktestId = id })).Backtest;
        PortfolioAttribution attribution = backtest.Attribution;
        Assert.Equal(["momentum", "residual", "pair", "mean_reversion", "hedge"], attribution.Buckets.Select(bucket => bucket.Bucket));
        Assert.Equal(backtest.Metrics.TotalReturn, attribution.Buckets.Sum(bucket => bucket.Profit), 0.01);
        Assert.Equal(backtest.Metrics.TotalReturn, attribution.Months.Sum(month => month.Profits.Sum()), 0.01);
        Assert.True(attribution.Buckets[0].ClosedTradeCount > 0 && attribution.Buckets[1].ClosedTradeCount > 0);
        foreach (BucketAttribution bucket in attribution.Buckets)
        {
            output.WriteLine($"{bucket.Bucket,-15} {bucket.Profit,12:F0} {bucket.ClosedTradeCount,5} closed");
        }

        GetBacktestReportResponse text = await server.Backtests.GetBacktestReportAsync(
            new GetBacktestReportRequest { BacktestId = id, Format = ReportFormat.Text });
        Assert.Contains("PROFIT BY BUCKET", text.Content, StringComparison.Ordinal);
        GetBacktestReportResponse page = await server.Backtests.GetBacktestReportAsync(
            new GetBacktestReportRequest { BacktestId = id, Format = ReportFormat.Html });
        Assert.Contains("Profit by month and bucket", page.Content, StringComparison.Ordinal);
        Assert.True((await server.Backtests.VerifyBacktestAsync(new VerifyBacktestRequest { BacktestId = id })).Identical);
    }
}
