namespace Tradewind.Sources.Excel;

/// <summary>Text that stands for an error in a Bloomberg export.</summary>
internal static class CellErrorValue
{
    private static readonly string[] Known = ["#VALUE!", "#REF!", "#NAME?", "#NUM!", "#DIV/0!", "#NULL!"];

    /// <summary>
    /// True for the names above and anything that starts with <c>#N/A</c>, as Bloomberg writes it. The whole cell is compared, ignoring
    /// case.
    /// </summary>
    public static bool IsError(string text)
    {
        ReadOnlySpan<char> trimmed = text.AsSpan().Trim();
        if (trimmed.IsEmpty || trimmed[0] != '#')
        {
            return false;
        }

        if (trimmed.StartsWith("#N/A", StringComparison.OrdinalIgnoreCase))
        {
            return true;
        }

        foreach (string error in Known)
        {
            if (trimmed.Equals(error, StringComparison.OrdinalIgnoreCase))
            {
                return true;
            }
        }

        return false;
    }
}
