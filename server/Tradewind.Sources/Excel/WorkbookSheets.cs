namespace Tradewind.Sources.Excel;

/// <summary>The sheets of a workbook that mean something here.</summary>
/// <param name="Series">History.</param>
/// <param name="IsFallback">True when <paramref name="Series"/> is the first sheet because none is named Timeseries.</param>
/// <param name="Static">Security metadata; null where the workbook has none.</param>
/// <param name="Portfolio">Holdings; null where the workbook has none.</param>
/// <param name="Formulas">Formulas by column; null where the workbook has none.</param>
/// <param name="Other">Any sheet by its name, ignoring case, for references from formulas; null where there is none.</param>
internal sealed record WorkbookSheets(
    SheetGrid Series, bool IsFallback, SheetGrid? Static, SheetGrid? Portfolio, SheetGrid? Formulas, Func<string, SheetGrid?> Other);
