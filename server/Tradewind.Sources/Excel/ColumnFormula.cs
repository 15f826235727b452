namespace Tradewind.Sources.Excel;

/// <summary>The Bloomberg formula that fills a column of a workbook.</summary>
/// <param name="Column">Header of the column.</param>
/// <param name="Id">What is asked for, <c>BDH:{security}:{field}</c>; references that cannot be resolved stand as written.</param>
/// <param name="Text">Formula as written.</param>
/// <param name="Cell">Where it stands, e.g. <c>Timeseries!B2</c>.</param>
public sealed record ColumnFormula(string Column, string Id, string Text, string Cell);
