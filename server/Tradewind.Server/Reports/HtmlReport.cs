using System.Net;
using System.Text;

namespace Tradewind.Server.Reports;

/// <summary>A backtest as one page that needs nothing else: style and graphics are inside.</summary>
internal static class HtmlReport
{
    private const string Style = """
        :root{color-scheme:light}
        body{margin:0 auto;max-width:900px;padding:24px 20px 48px;font:15px/1.5 system-ui,"Segoe UI",Roboto,sans-serif;color:#1c2733;background:#fff}
        h1{font-size:24px;margin:0 0 4px;overflow-wrap:anywhere}h2{font-size:17px;margin:32px 0 8px;border-bottom:1px solid #d9e0e7;padding-bottom:4px}
        p{margin:6px 0}.quiet{color:#5b6875}.simulated{background:#8a2d0c;color:#fff;font-weight:600;padding:10px 14px;border-radius:4px;margin:0 0 16px}
        .figures{display:grid;grid-template-columns:repeat(auto-fit,minmax(260px,1fr));gap:4px 32px}
        .figures h3{font-size:13px;text-transform:uppercase;letter-spacing:.05em;color:#5b6875;margin:14px 0 4px}
        .figures table{width:100%;border-collapse:collapse}.figures th{font-weight:400;text-align:left;padding:2px 0}
        .figures td{text-align:right;font-variant-numeric:tabular-nums;padding:2px 0 2px 12px;white-space:nowrap}
        .wide{overflow-x:auto}.months{border-collapse:collapse;width:100%;font-size:13px;font-variant-numeric:tabular-nums}
        .months th{font-weight:600;padding:4px 6px;text-align:right}.months tbody th{text-align:left}.months td{padding:4px 6px;text-align:right;border:1px solid #fff}
        .months td:last-child{font-weight:600}
        svg{width:100%;height:auto;display:block}svg text{font-size:11px;fill:#5b6875;font-family:inherit}
        .grid{stroke:#e6ebf0;stroke-width:1}.level{stroke:#7b8794;stroke-width:1;stroke-dasharray:5 4}
        .line{fill:none;stroke:#1f5fa8;stroke-width:1.6;stroke-linejoin:round}.loss{fill:#c0392b;fill-opacity:.35;stroke:#c0392b;stroke-width:1}
        .fan{fill:#1f5fa8;fill-opacity:.18}.up{fill:#1e8449}.down{fill:#c0392b}.even{fill:#7b8794}
        ul{margin:6px 0;padding-left:20px}footer{margin-top:40px;font-size:12px;color:#5b6875;overflow-wrap:anywhere}
        @media print{body{max-width:none;padding:0}h2{break-after:avoid}svg{break-inside:avoid}}
        """;

    /// <summary>Writes the page; an empty result renders too.</summary>
    public static string Write(ReportData data)
    {
        string name = WebUtility.HtmlEncode(ReportData.Name(data.Backtest));
        StringBuilder page = new();
        page.Append("<!DOCTYPE html>\n<html lang=\"en\"><head><meta charset=\"utf-8\"><meta name=\"viewport\" content=\"width=device-width,initial-scale=1\">")
            .Append("<title>BACKTEST REPORT: ").Append(name).Append("</title><style>").Append(Style).Append("</style></head><body>");
        if (data.Backtest.Simulated)
        {
            page.Append("<p class=\"simulated\" role=\"note\">SIMULATED DATA: these results say nothing about a real market.</p>");
        }

        string instruments = string.Join(", ", data.Backtest.Spec?.Members.Select(member => member.InstrumentId) ?? []);
        page.Append("<header><p class=\"quiet\">BACKTEST REPORT</p><h1>").Append(name).Append("</h1><p class=\"quiet\">").Append(WebUtility.HtmlEncode(instruments)).Append("</p></header>");
        Figures(page, data);
        Section(page, "Equity", ReportCharts.Equity(data));
        Section(page, "Drawdown", ReportCharts.Drawdown(data));
        Section(page, "Rolling Sharpe ratio (63 bars)", ReportCharts.RollingSharpe(data));
        Section(page, "Monthly returns (%)", MonthlyTable.Write(data));
        Section(page, "Profit by month and bucket", BucketTable.Write(data));
        Section(page, "Distribution of returns per bar", ReportCharts.Histogram(data));
        (string each, string sum) = ReportCharts.Trades(data);
        Section(page, "Profit of each trade", each);
        Section(page, "Profit of all trades so far", sum);
        if (data.MonteCarlo is { Fan.Count: > 0 } drawn)
        {
            Section(page, "Monte Carlo equity: median, 25 to 75 % and 5 to 95 % of paths", ReportCharts.Fan(drawn));
        }

        Warnings(page, data);
        page.Append("<footer>Backtest ").Append(WebUtility.HtmlEncode(data.Backtest.Id)).Append(" · lineage ").Append(WebUtility.HtmlEncode(data.Backtest.Lineage?.Id))
            .Append(" · ledger ").Append(WebUtility.HtmlEncode(data.Backtest.LedgerHash)).Append("</footer></body></html>\n");
        return page.ToString();
    }

    private static void Figures(StringBuilder page, ReportData data)
    {
        page.Append("<section class=\"figures\">");
        foreach ((string section, IReadOnlyList<(string Label, string Value)> lines) in ReportFigures.Of(data))
        {
            page.Append("<div><h3>").Append(section).Append("</h3><table><tbody>");
            foreach ((string label, string value) in lines)
            {
                page.Append("<tr><th scope=\"row\">").Append(WebUtility.HtmlEncode(label)).Append("</th><td>").Append(WebUtility.HtmlEncode(value)).Append("</td></tr>");
            }

            page.Append("</tbody></table></div>");
        }

        page.Append("</section>");
    }

    private static void Warnings(StringBuilder page, ReportData data)
    {
        if (data.Backtest.Warnings.Count > 0)
        {
            Section(page, "What to know", $"<ul>{string.Concat(data.Backtest.Warnings.Select(warning => $"<li>{WebUtility.HtmlEncode(warning)}</li>"))}</ul>");
        }
    }

    private static void Section(StringBuilder page, string title, string content)
    {
        if (content.Length > 0)
        {
            page.Append("<section><h2>").Append(title).Append("</h2>").Append(content).Append("</section>");
        }
    }
}
