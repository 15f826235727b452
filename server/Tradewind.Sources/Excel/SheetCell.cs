using System.Globalization;

namespace Tradewind.Sources.Excel;

/// <summary>One cell.</summary>
/// <param name="Kind">What it holds.</param>
/// <param name="Number">Number, serial date, or 1 for true; 0 otherwise.</param>
/// <param name="Content">Text, or the error as Excel shows it; null otherwise.</param>
/// <param name="IsFormula">True when a formula stands behind the value.</param>
internal readonly record struct SheetCell(CellKind Kind, double Number, string? Content, bool IsFormula)
{
    /// <summary>A formula nobody has calculated: it reads as empty, which would be a silent gap.</summary>
    public bool IsNotCalculated => IsFormula && Kind == CellKind.Empty;

    /// <summary>True for nothing and for empty text.</summary>
    public bool IsBlank => Kind == CellKind.Empty || (Kind == CellKind.Text && string.IsNullOrWhiteSpace(Content));

    /// <summary>The content as people read it; empty for nothing.</summary>
    public string AsText() => Kind switch
    {
        CellKind.Empty => "",
        CellKind.Number => Number.ToString("R", CultureInfo.InvariantCulture),
        CellKind.Date => DateTime.FromOADate(Number).ToString("yyyy-MM-dd", CultureInfo.InvariantCulture),
        CellKind.Boolean => Number != 0 ? "TRUE" : "FALSE",
        _ => Content ?? "",
    };
}
