namespace Tradewind.Storage;

/// <summary>Decimals of a few digits as whole numbers above the smallest of them: (base + offset) / 10^exponent is each value, bit for bit.</summary>
/// <param name="Offsets">One little-endian unsigned whole number a value; the largest of its width stands for NaN.</param>
/// <param name="Width">Bytes of an offset: 1, 2 or 4.</param>
/// <param name="Base">Smallest value in units of the last decimal.</param>
/// <param name="Exponent">Decimals.</param>
/// <param name="HasMissing">True when any value is NaN.</param>
public readonly record struct PackedColumn(ReadOnlyMemory<byte> Offsets, int Width, long Base, int Exponent, bool HasMissing)
{
    /// <summary>Packs values; null where one of them would not come back bit for bit, or where there are too few to pay.</summary>
    public static PackedColumn? TryPack(ReadOnlySpan<double> values) =>
        PackedDecimals.TryEncode(values) is { } blob && PackedHeader.Read(blob, values.Length) is { } header
            ? new PackedColumn(
                blob.AsMemory(PackedHeader.Length), header.Width, header.Base, header.Exponent, HasNaN(values))
            : null;

    private static bool HasNaN(ReadOnlySpan<double> values)
    {
        foreach (double value in values)
        {
            if (double.IsNaN(value))
            {
                return true;
            }
        }

        return false;
    }
}
