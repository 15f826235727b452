using System.Globalization;
using System.Net;
using System.Text;
using Tradewind.V1;

namespace Tradewind.Server.Reports;

/// <summary>Profit by month and bucket as a table.</summary>
internal static class BucketTable
{
    /// <summary>The table; empty for strategies without buckets.</summary>
    public static string Write(ReportData data)
    {
        if (data.Backtest.Attribution is not { } attribution)
        {
            return "";
        }

        StringBuilder table = new("<div class=\"wide\"><table class=\"months sum\"><thead><tr><th scope=\"col\">Month</th>");
        foreach (BucketAttribution bucket in attribution.Buckets)
        {
            table.Append("<th scope=\"col\">").Append(WebUtility.HtmlEncode(bucket.Bucket)).Append("</th>");
        }

        table.Append("<th scope=\"col\">all</th></tr></thead><tbody>");
        foreach (MonthAttribution month in attribution.Months)
        {
            Row(table, string.Create(CultureInfo.InvariantCulture, $"{month.Year:0000}-{month.Month:00}"), month.Profits);
        }

        Row(table, "all", [.. attribution.Buckets.Select(bucket => bucket.Profit)]);
        return table.Append("</tbody></table></div>").ToString();
    }

    private static void Row(StringBuilder table, string name, IReadOnlyList<double> profits)
    {
        table.Append("<tr><th scope=\"row\">").Append(name).Append("</th>");
        foreach (double profit in profits.Append(profits.Sum()))
        {
            table.Append("<td>").Append(ReportFigures.Money(profit)).Append("</td>");
        }

        table.Append("</tr>");
    }
}
