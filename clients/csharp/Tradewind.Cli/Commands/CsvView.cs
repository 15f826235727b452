using System.Text.Json.Nodes;
using Tradewind.Cli.Output;
using Tradewind.Client;

namespace Tradewind.Cli.Commands;

/// <summary>Says that a CSV file was written.</summary>
internal static class CsvView
{
    public static void Written(Terminal terminal, FileInfo file, ColumnTable table)
    {
        terminal.Json(new JsonObject { ["file"] = file.FullName, ["rows"] = table.RowCount, ["columns"] = table.Names.Count }.ToJsonString());
        terminal.Line($"Wrote {Wording.Count(table.RowCount)} rows and {table.Names.Count} columns to {file.FullName}.");
    }
}
