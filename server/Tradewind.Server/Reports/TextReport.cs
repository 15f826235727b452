using System.Text;

namespace Tradewind.Server.Reports;

/// <summary>A backtest as plain text.</summary>
internal static class TextReport
{
    private const int Width = 72;
    private const int LabelWidth = 34;

    /// <summary>Writes the report; an empty result renders too.</summary>
    public static string Write(ReportData data)
    {
        StringBuilder text = new();
        text.AppendLine(new string('=', Width)).Append("BACKTEST REPORT: ").AppendLine(ReportData.Name(data.Backtest)).AppendLine(new string('=', Width));
        if (data.Backtest.Simulated)
        {
            text.AppendLine("SIMULATED DATA: these results say nothing about a real market.");
        }

        foreach ((string section, IReadOnlyList<(string Label, string Value)> lines) in ReportFigures.Of(data))
        {
            text.AppendLine().AppendLine(section.ToUpperInvariant()).AppendLine(new string('-', section.Length));
            foreach ((string label, string value) in lines)
            {
                text.Append(label.PadRight(LabelWidth)).AppendLine(value);
            }
        }

        if (data.Backtest.Warnings.Count > 0)
        {
            text.AppendLine().AppendLine("WARNINGS").AppendLine("--------");
            foreach (string warning in data.Backtest.Warnings)
            {
                text.Append("- ").AppendLine(warning);
            }
        }

        return text.AppendLine().Append("Backtest ").Append(data.Backtest.Id).Append(", lineage ").AppendLine(data.Backtest.Lineage?.Id)
            .ToString().ReplaceLineEndings("\n");
    }
}
