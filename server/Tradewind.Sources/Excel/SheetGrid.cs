namespace Tradewind.Sources.Excel;

/// <summary>Cells of one sheet.</summary>
/// <param name="Name">Name of the sheet.</param>
/// <param name="Header">Cells of row 1 as text.</param>
/// <param name="Rows">Cells from row 2 on; error cells are <see cref="CellErrorValue"/>, empty cells null.</param>
/// <param name="Scan">What the value reader does not show; null for formats that cannot be scanned.</param>
/// <param name="IsFallback">True when the sheet was taken only because no Timeseries sheet is there.</param>
internal sealed record SheetGrid(string Name, string[] Header, List<object?[]> Rows, SheetScan? Scan, bool IsFallback)
{
    /// <summary>Address of a cell, e.g. <c>Sheet1!C5</c>.</summary>
    /// <param name="row">Index into <see cref="Rows"/>; −1 is the header.</param>
    /// <param name="column">Column, from 0.</param>
    public string Address(int row, int column) => $"{Name}!{Letters(column)}{row + 2}";

    public static string Letters(int column) =>
        (column >= 26 ? Letters(column / 26 - 1) : "") + (char)('A' + column % 26);
}
