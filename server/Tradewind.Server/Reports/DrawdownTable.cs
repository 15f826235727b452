using System.Globalization;
using System.Text;
using Tradewind.Domain.Engine.Metrics;
using Tradewind.Domain.Market;

namespace Tradewind.Server.Reports;

/// <summary>The deepest stretches below a peak, as a table.</summary>
internal static class DrawdownTable
{
    private const int LargestCount = 10;

    /// <summary>The table, deepest first; empty for a curve that never fell.</summary>
    public static string Write(ReportData data)
    {
        DrawdownEpisode[] deepest = [.. DrawdownAnalysis.Of(data.Times, data.Equity).Episodes.OrderBy(episode => episode.DepthPercent).Take(LargestCount)];
        if (deepest.Length == 0)
        {
            return "";
        }

        StringBuilder table = new("<div class=\"wide\"><table class=\"months rows\"><thead><tr>");
        foreach (string title in (string[])["#", "Depth", "Peak", "Trough", "Recovered", "Bars below the peak"])
        {
            table.Append("<th scope=\"col\">").Append(title).Append("</th>");
        }

        table.Append("</tr></thead><tbody>");
        for (int i = 0; i < deepest.Length; i++)
        {
            DrawdownEpisode episode = deepest[i];
            table.Append(CultureInfo.InvariantCulture, $"<tr><th scope=\"row\">{i + 1}</th><td>{episode.DepthPercent:0.00} %</td><td>{Date(episode.PeakTime)}</td>")
                .Append(CultureInfo.InvariantCulture, $"<td>{Date(episode.TroughTime)}</td><td>{(episode.RecoveryTime is { } time ? Date(time) : "not yet")}</td>")
                .Append(CultureInfo.InvariantCulture, $"<td>{episode.Periods:N0}</td></tr>");
        }

        return table.Append("</tbody></table></div>").ToString();
    }

    private static string Date(long time) => UnixTime.ToDate(time).ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
}
