namespace Tradewind.Sources.Csv;

/// <summary>A numeric column of a file.</summary>
/// <param name="Ordinal">Position in the record, from 0.</param>
/// <param name="Header">Header as written, trimmed.</param>
/// <param name="Field">Field name in the series.</param>
internal sealed record CsvColumn(int Ordinal, string Header, string Field);
