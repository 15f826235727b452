namespace Tradewind.Domain.Market.Quality;

/// <summary>Figures of one column over the rows of its source, before any join or fill.</summary>
/// <param name="Field">Field name.</param>
/// <param name="Kind">What the column measures.</param>
/// <param name="Rows">Rows of the series.</param>
/// <param name="Missing">Rows without a value.</param>
/// <param name="LongestMissingRun">Most rows in a row without a value.</param>
/// <param name="ErrorValues">Spreadsheet error values among the missing.</param>
public sealed record ColumnQuality(string Field, FieldKind Kind, int Rows, int Missing, int LongestMissingRun, long ErrorValues)
{
    /// <summary>Missing rows in percent of all rows, 0..100.</summary>
    public double MissingPercent => Rows == 0 ? 0 : 100.0 * Missing / Rows;

    /// <summary>Time of the first present value; absent where there is none.</summary>
    public long? FirstTime { get; init; }

    /// <summary>Time of the last present value; absent where there is none.</summary>
    public long? LastTime { get; init; }

    /// <summary>Smallest value; absent where there is none.</summary>
    public double? Min { get; init; }

    /// <summary>Largest value; absent where there is none.</summary>
    public double? Max { get; init; }

    /// <summary>Mean; absent where there is no value.</summary>
    public double? Mean { get; init; }

    /// <summary>Sample standard deviation (n − 1); absent below two values.</summary>
    public double? StandardDeviation { get; init; }

    /// <summary>Outlying changes, see <see cref="OutlierRule"/>; absent for columns that are not tested (volumes, amounts).</summary>
    public int? Outliers { get; init; }
}
