using System.Collections.Immutable;

namespace Tradewind.Sources.Excel;

/// <summary>What a workbook says beside its time series.</summary>
/// <param name="Formulas">Bloomberg formulas of the columns, in their order; empty for .xls, which does not show formulas.</param>
/// <param name="Schema">What each column was taken for.</param>
/// <param name="Securities">Rows of the sheet Static.</param>
/// <param name="Holdings">Rows of the sheet Portfolio.</param>
public sealed record WorkbookContents(
    ImmutableArray<ColumnFormula> Formulas,
    ImmutableArray<ColumnSchema> Schema,
    ImmutableArray<SecurityMetadata> Securities,
    ImmutableArray<Holding> Holdings);
