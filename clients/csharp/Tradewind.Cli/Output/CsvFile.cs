using System.Globalization;
using Tradewind.Client;

namespace Tradewind.Cli.Output;

/// <summary>Columnar tables as CSV: column <c>time</c> (ISO 8601, UTC), then the columns; missing values are empty.</summary>
internal static class CsvFile
{
    public static async Task WriteAsync(FileInfo file, ColumnTable table, CancellationToken cancellationToken)
    {
        await using StreamWriter writer = new(file.FullName);
        await writer.WriteLineAsync(string.Join(',', table.Names.Prepend("time").Select(Quote))).ConfigureAwait(false);
        string[] cells = new string[table.Names.Count + 1];
        for (int row = 0; row < table.RowCount; row++)
        {
            cancellationToken.ThrowIfCancellationRequested();
            cells[0] = Wording.Time(table.Times[row]);
            for (int column = 0; column < table.Names.Count; column++)
            {
                double value = table.ColumnAt(column)[row];
                cells[column + 1] = double.IsNaN(value) ? string.Empty : value.ToString("R", CultureInfo.InvariantCulture);
            }

            await writer.WriteLineAsync(string.Join(',', cells)).ConfigureAwait(false);
        }
    }

    /// <summary>A cell, in quotes where it must be.</summary>
    public static string Quote(string name) =>
        name.AsSpan().IndexOfAny(",\"\n") < 0 ? name : $"\"{name.Replace("\"", "\"\"", StringComparison.Ordinal)}\"";
}
