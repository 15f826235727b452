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
        ToNative(bytes);
        return bytes;
    }

    /// <summary>Turns stored bytes into values of this processor, or back.</summary>
    public static void ToNative(Span<byte> bytes)
    {
        if (!BitConverter.IsLittleEndian)
        {
            Span<long> words = MemoryMarshal.Cast<byte, long>(bytes);
            BinaryPrimitives.ReverseEndianness(words, words);
        }
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
}
