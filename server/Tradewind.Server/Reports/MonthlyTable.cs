using System.Globalization;
using System.Text;
using Tradewind.Domain.Engine.Metrics;

namespace Tradewind.Server.Reports;

/// <summary>Returns by month as a table coloured by size; months without data are blank.</summary>
internal static class MonthlyTable
{
    private static readonly string[] s_months = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];

    /// <summary>The table.</summary>
    public static string Write(ReportData data)
    {
        MonthlyReturn[] months = [.. MonthlyReturns.Of(data.Times, data.Equity)];
        double largest = months.Select(month => Math.Abs(month.ReturnPercent)).DefaultIfEmpty(0).Max();
        StringBuilder table = new("<div class=\"wide\"><table class=\"months sum\"><thead><tr><th scope=\"col\">Year</th>");
        foreach (string name in s_months.Append("Year"))
        {
            table.Append("<th scope=\"col\">").Append(name).Append("</th>");
        }

        table.Append("</tr></thead><tbody>");
        foreach (int year in months.Select(month => month.Year).Distinct())
        {
            table.Append("<tr><th scope=\"row\">").Append(year.ToString(CultureInfo.InvariantCulture)).Append("</th>");
            for (int month = 1; month <= 12; month++)
            {
                Cell(table, months.FirstOrDefault(one => one.Year == year && one.Month == month)?.ReturnPercent, largest);
            }

            Cell(table, MonthlyReturns.Year(months, year), largest: 0);
            table.Append("</tr>");
        }

        return table.Append("</tbody></table></div>").ToString();
    }

    private static void Cell(StringBuilder table, double? percent, double largest)
    {
        if (percent is not { } value)
        {
            table.Append("<td></td>");
            return;
        }

        // The sign is in the number too: colour is never the only sign.
        string color = largest > 0
            ? string.Create(CultureInfo.InvariantCulture, $" style=\"background:rgba({(value < 0 ? "192,57,43" : "30,132,73")},{0.65 * Math.Abs(value) / largest:0.###})\"")
            : "";
        table.Append("<td").Append(color).Append('>').Append(value.ToString("0.0", CultureInfo.InvariantCulture)).Append("</td>");
    }
}
