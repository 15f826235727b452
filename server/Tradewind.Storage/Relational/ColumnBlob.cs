using System.Buffers.Binary;
using System.Numerics;
using System.Runtime.InteropServices;

namespace Tradewind.Storage;

/// <summary>
/// Form of a column on disk: packed where that is smaller and gives back the same bits, else 64-bit little-endian values; both with a
/// CRC-32C, which processors compute at memory speed. A blob of exactly eight bytes a row is a plain one, a shorter one is packed.
/// </summary>
internal static class ColumnBlob
{
    public static byte[] Encode(ReadOnlySpan<long> times) => PackedTimes.TryEncode(times) ?? Plain(times);

    public static byte[] Encode(ReadOnlySpan<double> values) => PackedDecimals.TryEncode(values) ?? Plain(values);

    /// <summary>Reads the first rows of a column of times.</summary>
    /// <param name="blob">What was stored.</param>
    /// <param name="count">Rows it holds.</param>
    /// <param name="target">Place of the first of them.</param>
    /// <returns>False when the blob is not of this form.</returns>
    public static bool TryDecode(ReadOnlySpan<byte> blob, long count, Span<long> target) =>
        TryDecodePlain(blob, count, MemoryMarshal.AsBytes(target)) || PackedTimes.TryDecode(blob, count, target);

    /// <summary>Reads the first rows of a column of values.</summary>
    /// <param name="blob">What was stored.</param>
    /// <param name="count">Rows it holds.</param>
    /// <param name="target">Place of the first of them.</param>
    /// <returns>False when the blob is not of this form.</returns>
    public static bool TryDecode(ReadOnlySpan<byte> blob, long count, Span<double> target) =>
        TryDecodePlain(blob, count, MemoryMarshal.AsBytes(target)) || PackedDecimals.TryDecode(blob, count, target);

    public static long Checksum(ReadOnlySpan<byte> bytes)
    {
        uint crc = uint.MaxValue;
        for (; bytes.Length >= sizeof(ulong); bytes = bytes[sizeof(ulong)..])
        {
            crc = BitOperations.Crc32C(crc, BinaryPrimitives.ReadUInt64LittleEndian(bytes));
        }

        foreach (byte value in bytes)
        {
            crc = BitOperations.Crc32C(crc, value);
        }

        return ~crc;
    }

    private static byte[] Plain<T>(ReadOnlySpan<T> values)
        where T : unmanaged
    {
        byte[] bytes = MemoryMarshal.AsBytes(values).ToArray();
        SwapOnBigEndian(bytes);
        return bytes;
    }

    private static bool TryDecodePlain(ReadOnlySpan<byte> blob, long count, Span<byte> target)
    {
        if (blob.Length != count * sizeof(long) || blob.Length < target.Length)
        {
            return false;
        }

        blob[..target.Length].CopyTo(target);
        SwapOnBigEndian(target);
        return true;
    }

    private static void SwapOnBigEndian(Span<byte> bytes)
    {
        if (!BitConverter.IsLittleEndian)
        {
            Span<long> words = MemoryMarshal.Cast<byte, long>(bytes);
            BinaryPrimitives.ReverseEndianness(words, words);
        }
    }
}
