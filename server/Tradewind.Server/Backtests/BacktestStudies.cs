using System.Globalization;
using Tradewind.Domain.Engine.Metrics;
using Tradewind.Domain.Engine.Robustness;
using Tradewind.Domain.Errors;
using Tradewind.Server.Mapping;
using Tradewind.Server.Reports;
using Tradewind.V1;
using MonteCarloResult = Tradewind.V1.MonteCarloResult;

namespace Tradewind.Server.Backtests;

/// <summary>Looks at stored backtests: side by side, drawn again, written up.</summary>
internal sealed class BacktestStudies(BacktestShelf shelf, ReportPriceReader prices)
{
    private const int LargestComparison = 50;
    private const double DefaultDrawdownLimit = 0.20;
    private const string LiquidationOrigin = "liquidation";

    /// <summary>Backtests side by side, the highest Sharpe ratio first.</summary>
    /// <exception cref="InvalidInputException">Not 2 to 50 ids, or one given twice.</exception>
    public async Task<IReadOnlyList<BacktestComparison>> CompareAsync(IReadOnlyList<string> ids, CancellationToken cancellation)
    {
        if (ids.Count is < 2 or > LargestComparison)
        {
            throw new InvalidInputException("COMPARISON_INVALID", "backtest_ids", $"needs 2 to {LargestComparison} backtests, got {ids.Count}.");
        }

        if (ids.GroupBy(id => id, StringComparer.Ordinal).FirstOrDefault(group => group.Count() > 1) is { } repeated)
        {
            throw new InvalidInputException("COMPARISON_INVALID", "backtest_ids", $"needs different backtests, got '{repeated.Key}' twice.");
        }

        List<BacktestComparison> comparisons = [];
        foreach (string id in ids)
        {
            Backtest backtest = await shelf.Backtests.GetAsync(id, cancellation).ConfigureAwait(false);
            string name = ReportData.Name(backtest);
            int sameName = comparisons.Count(other => other.Name == name || other.Name.StartsWith($"{name} #", StringComparison.Ordinal));
            comparisons.Add(new BacktestComparison
            {
                BacktestId = id,
                Name = sameName == 0 ? name : string.Create(CultureInfo.InvariantCulture, $"{name} #{sameName + 1}"),
                Metrics = backtest.Metrics,
                Costs = backtest.Costs,
                Simulated = backtest.Simulated,
            });
        }

        return [.. comparisons.OrderByDescending(entry => entry.Metrics.HasSharpeRatio ? entry.Metrics.SharpeRatio : double.NegativeInfinity)];
    }

    /// <summary>Draws the trades or returns of a backtest again.</summary>
    /// <exception cref="InvalidInputException">Options are wrong, or there is too little to draw from; violations carry paths below <paramref name="path"/>.</exception>
    public async Task<MonteCarloResult> MonteCarloAsync(string id, MonteCarloSpec? spec, string path, CancellationToken cancellation)
    {
        ReportData data = await ReadAsync(id, cancellation).ConfigureAwait(false);
        return await Task.Run(() => Draw(data, spec ?? new MonteCarloSpec(), path, cancellation), cancellation).ConfigureAwait(false);
    }

    /// <summary>A backtest written up.</summary>
    public async Task<GetBacktestReportResponse> ReportAsync(GetBacktestReportRequest request, CancellationToken cancellation)
    {
        ReportData data = await ReadAsync(request.BacktestId, cancellation).ConfigureAwait(false);
        if (request.MonteCarlo is { } spec)
        {
            data = data with { MonteCarlo = await Task.Run(() => Draw(data, spec, "monte_carlo", cancellation), cancellation).ConfigureAwait(false) };
        }

        return request.Format switch
        {
            ReportFormat.Unspecified or ReportFormat.Html => new GetBacktestReportResponse
            {
                Content = HtmlReport.Write(await prices.AddAsync(await WithLiquidationsAsync(data, cancellation).ConfigureAwait(false), cancellation).ConfigureAwait(false)),
                MediaType = "text/html",
            },
            ReportFormat.Text => new GetBacktestReportResponse { Content = TextReport.Write(data), MediaType = "text/plain" },
            _ => throw new InvalidInputException("FORMAT_INVALID", "format", "must be HTML or TEXT."),
        };
    }

    /// <summary>Backtests side by side as a page.</summary>
    /// <exception cref="InvalidInputException">Not 2 to 50 ids, or one given twice.</exception>
    public async Task<GetComparisonReportResponse> ReportAsync(GetComparisonReportRequest request, CancellationToken cancellation)
    {
        List<(BacktestComparison, long[], double[])> entries = [];
        foreach (BacktestComparison entry in await CompareAsync(request.BacktestIds, cancellation).ConfigureAwait(false))
        {
            (long[] times, double[] equity) = StoredColumns.ReadColumn(
                await shelf.ReadEquityAsync(entry.BacktestId, cancellation).ConfigureAwait(false), "equity");
            entries.Add((entry, times, equity));
        }

        return new GetComparisonReportResponse { Content = ComparisonReport.Write(entries), MediaType = "text/html" };
    }

    private static MonteCarloResult Draw(ReportData data, MonteCarloSpec spec, string path, CancellationToken cancellation)
    {
        TradingSettings? settings = data.Backtest.Spec?.Settings;
        MonteCarloOptions options = MonteCarloMessages.Read(spec, settings?.HasMaxDrawdownFraction == true ? settings.MaxDrawdownFraction : DefaultDrawdownLimit, path);
        MonteCarloSource source = MonteCarloMessages.ReadSource(spec, path);
        double[] returns = PerformanceCalculator.Returns(data.Equity);
        double periodsPerYear = data.Backtest.Metrics.PeriodsPerYear, capital = data.Equity.Length > 0 ? data.Equity[0] : 1;
        double[] profits = [.. data.Trades.Select(trade => (double)decimal.Parse(trade.Pnl, CultureInfo.InvariantCulture))];
        return StrategySpecReader.InContract(
            () => MonteCarloMessages.From(
                source == MonteCarloSource.Returns
                    ? MonteCarlo.Returns(returns, capital, periodsPerYear, options, cancellation)
                    : MonteCarlo.Trades(profits, capital, profits.Length * periodsPerYear / Math.Max(1, returns.Length), options, cancellation),
                source),
            path);
    }

    // Margin calls are as old as the orders that are kept.
    private async Task<ReportData> WithLiquidationsAsync(ReportData data, CancellationToken cancellation) => data.Backtest.MarginCalls.Count == 0
        ? data
        : data with
        {
            Liquidations = [.. (await shelf.ReadOrdersAsync(data.Backtest.Id, cancellation).ConfigureAwait(false)).Where(order => order.Origin == LiquidationOrigin)],
        };

    private async Task<ReportData> ReadAsync(string id, CancellationToken cancellation)
    {
        Backtest backtest = await shelf.Backtests.GetAsync(id, cancellation).ConfigureAwait(false);
        IReadOnlyList<Trade> trades = await shelf.ReadTradesAsync(id, cancellation).ConfigureAwait(false);
        (long[] times, double[] equity) = StoredColumns.ReadColumn(await shelf.ReadEquityAsync(id, cancellation).ConfigureAwait(false), "equity");
        return new ReportData(backtest, trades, times, equity);
    }
}
