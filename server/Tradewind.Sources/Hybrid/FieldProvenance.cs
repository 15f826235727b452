namespace Tradewind.Sources.Hybrid;

/// <summary>Where the values of a column came from, and how far the two sides agree where both have a value.</summary>
/// <param name="Security">Security as asked for.</param>
/// <param name="Field">Field as asked for.</param>
/// <param name="ApiCount">Values taken from the API.</param>
/// <param name="ExcelCount">Values taken from the workbook.</param>
/// <param name="MissingCount">Rows neither side has a value for.</param>
/// <param name="OverlapCount">Rows both sides have a value for.</param>
/// <param name="LargestDifference">Largest distance between the two, in the unit of the field; absent without overlap.</param>
/// <param name="MeanDifference">Mean distance between the two, likewise.</param>
public sealed record FieldProvenance(
    string Security, string Field, int ApiCount, int ExcelCount, int MissingCount, int OverlapCount, double? LargestDifference, double? MeanDifference)
{
    /// <summary>Where the values came from.</summary>
    public ProvenanceSource Source => (ApiCount > 0, ExcelCount > 0) switch
    {
        (true, true) => ProvenanceSource.Mixed,
        (true, false) => ProvenanceSource.Api,
        (false, true) => ProvenanceSource.Excel,
        _ => ProvenanceSource.None,
    };
}
