namespace Tradewind.Sources.Excel;

/// <summary>A sheet that passed the template: dates and numeric columns in file order.</summary>
/// <param name="Times">Times, UNIX nanoseconds, one a data row.</param>
/// <param name="Columns">Data columns.</param>
/// <param name="DroppedDates">Rows left out because their date could not be read (policy drop).</param>
/// <param name="Headers">Every column beside the dates, ratings included.</param>
internal sealed record WorkbookTable(long[] Times, List<WorkbookColumn> Columns, int DroppedDates, List<HeaderSplit> Headers);

/// <summary>One data column of a sheet.</summary>
/// <param name="Ordinal">Column of the sheet, from 0.</param>
/// <param name="Header">Its header, taken apart.</param>
/// <param name="Values">One value a row; NaN where missing.</param>
internal sealed record WorkbookColumn(int Ordinal, HeaderSplit Header, double[] Values)
{
    /// <summary>Error values read as missing.</summary>
    public long ErrorValues { get; set; }

    /// <summary>Formulas without a calculated value, read as missing.</summary>
    public int NotCalculated { get; set; }

    /// <summary>Row of the first of them, an index into the rows of the sheet.</summary>
    public int FirstNotCalculated { get; set; }
}
