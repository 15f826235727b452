using System.Globalization;
using System.Net;
using System.Text;
using Google.Protobuf.WellKnownTypes;
using Tradewind.Domain.Market;
using Tradewind.Server.Mapping;
using Tradewind.V1;

namespace Tradewind.Server.Reports;

/// <summary>A page that needs nothing else: style and graphics are inside, nothing is fetched.</summary>
internal sealed class HtmlPage
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
        .months.sum td:last-child{font-weight:600}.months.rows th:first-child,.months.rows td:first-child{text-align:left}.months.rows td{border-bottom:1px solid #e6ebf0;white-space:nowrap}
        svg{width:100%;height:auto;display:block}svg text{font-size:11px;fill:#5b6875;font-family:inherit}svg text.cell{fill:#1c2733}
        .grid{stroke:#e6ebf0;stroke-width:1}.level{stroke:#7b8794;stroke-width:1;stroke-dasharray:5 4}
        .line,.price{fill:none;stroke:#1f5fa8;stroke-width:1.6;stroke-linejoin:round}.price{stroke:#7b8794;stroke-width:1.1}
        .loss{fill:#c0392b;fill-opacity:.35;stroke:#c0392b;stroke-width:1}
        .fan{fill:#1f5fa8;fill-opacity:.18}.up,.won{fill:#1e8449}.down,.lost{fill:#c0392b}.even{fill:#7b8794}
        .entry{fill:#1f5fa8;stroke:#fff;stroke-width:.6}.short{fill:#b9770e}.won,.lost{stroke:#fff;stroke-width:.6}
        .held{stroke-width:1.2;stroke-opacity:.55}.held.won{stroke:#1e8449}.held.lost{stroke:#c0392b}.dot{fill:#1f5fa8}.chosen{fill:none;stroke:#1c2733;stroke-width:2}
        .roll{stroke:#8e44ad;stroke-width:1;stroke-dasharray:2 3}.called{fill:#c0392b;stroke:#fff;stroke-width:.6}
        .s0,.s1,.s2,.s3,.s4,.s5,.s6,.s7{fill:none;stroke-width:1.6;stroke-linejoin:round}
        .s0{stroke:#1f5fa8}.s1{stroke:#b9770e}.s2{stroke:#1e8449}.s3{stroke:#8e44ad}.s4{stroke:#c0392b}.s5{stroke:#117a8b}.s6{stroke:#6c5b3b}.s7{stroke:#34495e}
        .again{stroke-dasharray:6 3}.key{display:inline-block;width:28px;height:10px;margin-right:6px}
        ul{margin:6px 0;padding-left:20px}.plain{list-style:none;padding:0}footer{margin-top:40px;font-size:12px;color:#5b6875;overflow-wrap:anywhere}
        @media print{body{max-width:none;padding:0}h2{break-after:avoid}svg{break-inside:avoid}}
        """;

    private readonly StringBuilder _page = new();

    /// <summary>A page with its heading.</summary>
    /// <param name="kind">What it is, in capitals: <c>BACKTEST REPORT</c>.</param>
    /// <param name="name">What it is about.</param>
    /// <param name="detail">A line below the name.</param>
    /// <param name="simulated">True when any of the data was simulated, which the page says before anything else.</param>
    public HtmlPage(string kind, string name, string detail, bool simulated)
    {
        string encoded = WebUtility.HtmlEncode(name);
        _page.Append("<!DOCTYPE html>\n<html lang=\"en\"><head><meta charset=\"utf-8\"><meta name=\"viewport\" content=\"width=device-width,initial-scale=1\">")
            .Append("<title>").Append(kind).Append(": ").Append(encoded).Append("</title><style>").Append(Style).Append("</style></head><body>");
        if (simulated)
        {
            _page.Append("<p class=\"simulated\" role=\"note\">SIMULATED DATA: these results say nothing about a real market.</p>");
        }

        _page.Append("<header><p class=\"quiet\">").Append(kind).Append("</p><h1>").Append(encoded).Append("</h1><p class=\"quiet\">")
            .Append(WebUtility.HtmlEncode(detail)).Append("</p></header>");
    }

    /// <summary>The line below a name: instruments, and the days of their data where they are known.</summary>
    public static string About(IEnumerable<PortfolioMember> members, Timestamp? first, Timestamp? last)
    {
        string instruments = string.Join(", ", members.Select(member => member.InstrumentId));
        return first is null || last is null ? instruments : $"{instruments} · {Date(first)} to {Date(last)}";
    }

    /// <summary>The day of a time, UTC.</summary>
    public static string Date(Timestamp time) =>
        UnixTime.ToDate(ProtoTime.ToNanoseconds(time, "time")).ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);

    /// <summary>A section; nothing where there is no content.</summary>
    public void Section(string title, string content)
    {
        if (content.Length > 0)
        {
            _page.Append("<section><h2>").Append(WebUtility.HtmlEncode(title)).Append("</h2>").Append(content).Append("</section>");
        }
    }

    /// <summary>Figures in groups: name, and lines of label and value.</summary>
    public void Figures(IEnumerable<(string Section, IReadOnlyList<(string Label, string Value)> Lines)> groups)
    {
        _page.Append("<section class=\"figures\">");
        foreach ((string section, IReadOnlyList<(string Label, string Value)> lines) in groups)
        {
            _page.Append("<div><h3>").Append(WebUtility.HtmlEncode(section)).Append("</h3><table><tbody>");
            foreach ((string label, string value) in lines)
            {
                _page.Append("<tr><th scope=\"row\">").Append(WebUtility.HtmlEncode(label)).Append("</th><td>").Append(WebUtility.HtmlEncode(value)).Append("</td></tr>");
            }

            _page.Append("</tbody></table></div>");
        }

        _page.Append("</section>");
    }

    /// <summary>What to know before using it.</summary>
    public void Warnings(IReadOnlyCollection<string> warnings)
    {
        if (warnings.Count > 0)
        {
            Section("What to know", $"<ul>{string.Concat(warnings.Select(warning => $"<li>{WebUtility.HtmlEncode(warning)}</li>"))}</ul>");
        }
    }

    /// <summary>The page, ended with where it comes from.</summary>
    public string Finish(string origin) => _page.Append("<footer>").Append(WebUtility.HtmlEncode(origin)).Append("</footer></body></html>\n").ToString();
}
