namespace Tradewind.Sources.Excel;

/// <summary>What a column of a workbook was taken for.</summary>
/// <param name="Column">Header, corrected.</param>
/// <param name="InstrumentId">Instrument it belongs to.</param>
/// <param name="Field">Field of the instrument.</param>
/// <param name="Kind">
/// Data specification, section 5: <c>spread</c>, <c>price</c>, <c>yield</c>, <c>duration</c>, <c>volume</c>, <c>rating</c> (text, not loaded),
/// <c>amount</c> or <c>unknown</c>.
/// </param>
public sealed record ColumnSchema(string Column, string InstrumentId, string Field, string Kind);
