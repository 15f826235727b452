using System.Collections.Immutable;
using System.Text.RegularExpressions;

namespace Tradewind.Sources.Excel;

/// <summary>Finds the Bloomberg formulas of the columns: in rows 1 and 2 of the time series, and in the sheet Formulas.</summary>
internal static partial class FormulaScan
{
    /// <summary>Formulas by column, in the order of the columns, those only the sheet Formulas names last.</summary>
    public static ImmutableArray<ColumnFormula> Of(WorkbookSheets sheets)
    {
        Dictionary<string, ColumnFormula> found = new(StringComparer.Ordinal);
        SheetGrid series = sheets.Series;
        foreach (((int row, int column), string text) in (series.Formulas ?? ImmutableDictionary<(int, int), string>.Empty).OrderBy(entry => entry.Key.Column).ThenBy(entry => entry.Key.Row))
        {
            Add(found, HeaderOf(series, column), text, series.Address(row - 1, column), Resolver(sheets, series));
        }

        if (sheets.Formulas is { Formulas: not null } listed)
        {
            AddListed(found, listed, sheets);
        }

        return [.. found.Values];
    }

    // BDH writes its dates into its own column and its values beside them, so a formula in the date column belongs to the next one.
    private static string HeaderOf(SheetGrid series, int column)
    {
        bool dates = column < series.Header.Length && DateHeader().IsMatch(series.Header[column]);
        int owner = dates && !HasFormula(series, column + 1) ? column + 1 : column;
        return owner < series.Header.Length ? HeaderSplit.Of(series.Header[owner]).Clean : "";
    }

    private static bool HasFormula(SheetGrid series, int column) => series.Formulas!.ContainsKey((0, column)) || series.Formulas.ContainsKey((1, column));

    private static void AddListed(Dictionary<string, ColumnFormula> found, SheetGrid listed, WorkbookSheets sheets)
    {
        int name = listed.Find("Column_Name", "Column");
        int formula = listed.Find("Bloomberg_Formula", "Formula");
        for (int row = 0; name >= 0 && formula >= 0 && row < listed.Rows.Count; row++)
        {
            // A formula that Excel knows as one, or its text.
            string text = listed.Formulas!.GetValueOrDefault((row + 1, formula)) ?? listed.At(row + 1, formula).AsText();
            string column = listed.At(row + 1, name).AsText();
            if (text.Length > 0 && column.Length > 0)
            {
                Add(found, HeaderSplit.Of(column).Clean, text, listed.Address(row, formula), Resolver(sheets, listed));
            }
        }
    }

    private static void Add(
        Dictionary<string, ColumnFormula> found, string column, string text, string cell, Func<string?, int, int, string?> resolve)
    {
        if (column.Length > 0 && !found.ContainsKey(column) && BloombergFormula.Read(text, resolve) is { } formula)
        {
            found.Add(column, new ColumnFormula(column, formula.Id, text.StartsWith('=') ? text : $"={text}", cell));
        }
    }

    private static Func<string?, int, int, string?> Resolver(WorkbookSheets sheets, SheetGrid own) => (name, row, column) =>
    {
        SheetCell cell = (name is null ? own : sheets.Other(name))?.At(row, column) ?? default;
        return cell.IsFormula || cell.IsBlank || cell.Kind == CellKind.Error ? null : cell.AsText().Trim();
    };

    [GeneratedRegex(@"^\s*dates?\s*$", RegexOptions.IgnoreCase)]
    private static partial Regex DateHeader();
}
