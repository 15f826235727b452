using System.Net;
using System.Text;

namespace Tradewind.Server.Reports;

/// <summary>Rows of text below titles, as a table.</summary>
internal static class RowTable
{
    /// <summary>The table.</summary>
    public static string Write(IEnumerable<string> titles, IEnumerable<string[]> rows)
    {
        StringBuilder table = new("<div class=\"wide\"><table class=\"months rows\"><thead><tr>");
        foreach (string title in titles)
        {
            table.Append("<th scope=\"col\">").Append(WebUtility.HtmlEncode(title)).Append("</th>");
        }

        table.Append("</tr></thead><tbody>");
        foreach (string[] row in rows)
        {
            table.Append("<tr>").Append(string.Concat(row.Select(value => $"<td>{WebUtility.HtmlEncode(value)}</td>"))).Append("</tr>");
        }

        return table.Append("</tbody></table></div>").ToString();
    }
}
