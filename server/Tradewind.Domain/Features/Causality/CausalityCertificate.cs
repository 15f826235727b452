namespace Tradewind.Domain.Features;

/// <summary>What the audit of a catalogue entry found, on seeded simulated data.</summary>
/// <param name="ColumnCount">Columns of the entry that were audited.</param>
/// <param name="RowCount">Rows of the data.</param>
/// <param name="CutCount">Cut points; at each, the rows after it were cut off and, separately, replaced by noise.</param>
/// <param name="ComparedValues">Values compared bit by bit.</param>
/// <param name="ViolationCount">Values that differed.</param>
/// <param name="Seed">Seed of the data, the cuts and the noise.</param>
/// <param name="EngineVersion">Version of the formulas.</param>
public sealed record CausalityCertificate(
    int ColumnCount, int RowCount, int CutCount, long ComparedValues, long ViolationCount, int Seed, string EngineVersion)
{
    /// <summary>True when columns were audited and none of their values depended on its future.</summary>
    public bool IsCausal => ColumnCount > 0 && ViolationCount == 0;
}
