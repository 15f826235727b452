namespace Tradewind.Sources;

/// <summary>How far a load is.</summary>
/// <param name="Rows">Rows read so far.</param>
/// <param name="Bytes">Bytes of text read so far, after decompression.</param>
/// <param name="Fraction">Share of the input consumed in [0, 1]; absent where its length is not known.</param>
public readonly record struct LoadProgress(long Rows, long Bytes, double? Fraction);
