using Tradewind.V1;

namespace Tradewind.Server.Reports;

/// <summary>A backtest as one page.</summary>
internal static class HtmlReport
{
    /// <summary>Writes the page; an empty result renders too.</summary>
    public static string Write(ReportData data)
    {
        Backtest backtest = data.Backtest;
        HtmlPage page = new(
            "BACKTEST REPORT", ReportData.Name(backtest), string.Join(", ", backtest.Spec?.Members.Select(member => member.InstrumentId) ?? []), backtest.Simulated);
        page.Warnings([.. backtest.Warnings, .. data.Notes]);
        page.Figures(ReportFigures.Of(data));
        page.Section("Equity", ReportCharts.Equity(data));
        page.Section("Drawdown", ReportCharts.Drawdown(data));
        page.Section("Margin calls", MarginCallTable.Write(data));
        page.Section("Contract rolls", RollTable.Write(data));
        page.Section("Deepest drawdowns", DrawdownTable.Write(data));
        page.Section("Rolling Sharpe ratio (63 bars)", ReportCharts.RollingSharpe(data));
        page.Section("Monthly returns (%)", MonthlyTable.Write(data));
        page.Section("Profit by month and bucket", BucketTable.Write(data));
        page.Section("Distribution of returns per bar", ReportCharts.Histogram(data));
        foreach (ReportPrices prices in data.Prices)
        {
            page.Section($"Trades on the price of {prices.Instrument}", PriceChart.Write(data, prices));
        }

        (string each, string sum) = ReportCharts.Trades(data);
        page.Section("Profit of each trade", each);
        page.Section("Profit of all trades so far", sum);
        if (data.MonteCarlo is { Fan.Count: > 0 } drawn)
        {
            page.Section("Monte Carlo equity: median, 25 to 75 % and 5 to 95 % of paths", ReportCharts.Fan(drawn));
        }

        return page.Finish($"Backtest {backtest.Id} · lineage {backtest.Lineage?.Id} · ledger {backtest.LedgerHash}");
    }
}
