namespace Tradewind.Sources.Excel;

/// <summary>A cell of Excel's error type.</summary>
/// <param name="Text">The error as Excel shows it, e.g. <c>#DIV/0!</c>.</param>
internal sealed record CellErrorValue(string Text)
{
    private static readonly string[] Known = ["#VALUE!", "#REF!", "#NAME?", "#NUM!", "#DIV/0!", "#NULL!"];

    /// <summary>
    /// True for text that stands for an error: the names above and anything that starts with <c>#N/A</c>, as Bloomberg writes it. The
    /// whole cell is compared, ignoring case.
    /// </summary>
    public static bool IsError(string text)
    {
        string trimmed = text.Trim();
        return trimmed.StartsWith("#N/A", StringComparison.OrdinalIgnoreCase) || Known.Contains(trimmed, StringComparer.OrdinalIgnoreCase);
    }
}
