using System.Collections.Immutable;

namespace Tradewind.Sources.Excel;

/// <summary>Cells of one sheet.</summary>
/// <param name="Name">Name of the sheet.</param>
/// <param name="Header">Cells of row 1 as text.</param>
/// <param name="Rows">Cells from row 2 on; rows end with their last cell.</param>
/// <param name="Formulas">
/// Formulas by row and column, both from 0, in the order of the sheet: those of the first rows, or all where the caller asked; null for
/// formats that do not show them.
/// </param>
internal sealed record SheetGrid(string Name, string[] Header, List<SheetCell[]> Rows, IReadOnlyDictionary<(int Row, int Column), string>? Formulas)
{
    /// <summary>Cells of row 1.</summary>
    public SheetCell[] HeaderCells { get; init; } = [];

    /// <summary>A cell by its place in the sheet, both from 0; empty where there is none.</summary>
    public SheetCell At(int row, int column)
    {
        SheetCell[] cells = row == 0 ? HeaderCells : row - 1 < Rows.Count ? Rows[row - 1] : [];
        return column < cells.Length ? cells[column] : default;
    }

    /// <summary>Column of a header, ignoring case, blanks and underscores; −1 where none of the names is there.</summary>
    public int Find(params ImmutableArray<string> names) =>
        Array.FindIndex(Header, header => names.Any(name => Plain(name).Equals(Plain(header), StringComparison.OrdinalIgnoreCase)));

    /// <summary>Address of a cell, e.g. <c>Sheet1!C5</c>.</summary>
    /// <param name="row">Index into <see cref="Rows"/>; −1 is the header.</param>
    /// <param name="column">Column, from 0.</param>
    public string Address(int row, int column) => $"{Name}!{Letters(column)}{row + 2}";

    public static string Letters(int column) =>
        (column >= 26 ? Letters(column / 26 - 1) : "") + (char)('A' + column % 26);

    private static string Plain(string name) => name.Replace("_", "", StringComparison.Ordinal).Replace(" ", "", StringComparison.Ordinal).Trim();
}
