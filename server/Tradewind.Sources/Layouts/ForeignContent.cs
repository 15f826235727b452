using Tradewind.Domain.Errors;

namespace Tradewind.Sources.Layouts;

/// <summary>Recognises files that are no table of bars or values, and says what they are.</summary>
internal static class ForeignContent
{
    /// <exception cref="InvalidInputException">Reason <c>NOT_MARKET_DATA</c>: the file is something else.</exception>
    public static void Refuse(FileText text)
    {
        ReadOnlySpan<byte> head = text.Content.Head;
        string line = text.FirstLine;
        string? what =
            head.StartsWith("PK\x03\x04"u8) ? "a ZIP archive. Unpack it and load the files in it; several contracts can stay together in a .tar.gz"
            : head.StartsWith("PAR1"u8) ? "a Parquet file. Export the table as CSV"
            : head.StartsWith("ARROW1"u8) || head.StartsWith("FEA1"u8) ? "an Arrow table. Export the table as CSV"
            : head.StartsWith("SQLite format 3"u8) ? "an SQLite database. Export the table as CSV"
            : head.StartsWith("%PDF"u8) ? "a PDF document. Load the table behind it as CSV"
            : line.StartsWith("<!DOCTYPE", StringComparison.OrdinalIgnoreCase) || line.StartsWith("<html", StringComparison.OrdinalIgnoreCase)
                ? "a web page, perhaps the error page of a download. Download the data again"
            : line.StartsWith('{') || line.StartsWith("[{", StringComparison.Ordinal) ? "JSON text. Write the values as CSV: a header line, a date column, numbers"
            : IsLabelledText(line) ? "labelled sentences (text@label) for language models, not a series: it has neither dates nor numbers"
            : null;
        if (what is not null)
        {
            throw new InvalidInputException("NOT_MARKET_DATA", "file", $"{text.Name} is {what}.");
        }
    }

    private static bool IsLabelledText(string line) =>
        line.TrimEnd() is var text && text.LastIndexOf('@') is > 0 and var at && text[(at + 1)..] is "positive" or "neutral" or "negative";
}
