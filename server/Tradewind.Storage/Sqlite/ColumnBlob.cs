using System.Buffers.Binary;
using System.Numerics;
using System.Runtime.InteropServices;

namespace Tradewind.Storage;

/// <summary>Form of a column on disk: 64-bit little-endian values with a CRC-32C, which processors compute at memory speed.</summary>
internal static class ColumnBlob
{
    public static byte[] Encode<T>(ReadOnlySpan<T> values)
        where T : unmanaged
    {
        byte[] bytes = MemoryMarshal.AsBytes(values).ToArray();
        if (!BitConverter.IsLittleEndian)
        {
            Reverse(bytes);
        }

        return bytes;
    }

    /// <summary>Fills <paramref name="values"/>; false when the length does not fit or the checksum differs.</summary>
    public static bool TryDecode<T>(ReadOnlySpan<byte> bytes, long checksum, Span<T> values)
        where T : unmanaged
    {
        Span<byte> target = MemoryMarshal.AsBytes(values);
        if (bytes.Length != target.Length || Checksum(bytes) != checksum)
        {
            return false;
        }

        bytes.CopyTo(target);
        if (!BitConverter.IsLittleEndian)
        {
            Reverse(target);
        }

        return true;
    }

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

    private static void Reverse(Span<byte> bytes)
    {
        Span<long> words = MemoryMarshal.Cast<byte, long>(bytes);
        BinaryPrimitives.ReverseEndianness(words, words);
    }
}
