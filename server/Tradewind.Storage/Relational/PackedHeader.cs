using System.Buffers.Binary;

namespace Tradewind.Storage;

/// <summary>What stands before the offsets of a packed column: 24 bytes, little-endian.</summary>
/// <param name="Form">What the offsets mean.</param>
/// <param name="Width">Bytes of an offset: 0, 1, 2 or 4.</param>
/// <param name="Exponent">Decimals of a value; 0 for times.</param>
/// <param name="Base">Smallest value, in units of the last decimal; the first time for times.</param>
/// <param name="Step">Nanoseconds an offset counts; 0 for values.</param>
internal readonly record struct PackedHeader(PackedForm Form, int Width, int Exponent, long Base, long Step)
{
    public const int Length = 24;

    /// <summary>Below this, packing saves too little to be worth another form.</summary>
    public const int MinRows = 64;

    public static PackedHeader? Read(ReadOnlySpan<byte> blob, long count)
    {
        if (blob.Length < Length)
        {
            return null;
        }

        PackedHeader header = new(
            (PackedForm)blob[0], blob[1], blob[2], BinaryPrimitives.ReadInt64LittleEndian(blob[8..]), BinaryPrimitives.ReadInt64LittleEndian(blob[16..]));
        return header.Width is 0 or 1 or 2 or 4 && blob.Length == Length + header.Width * count ? header : null;
    }

    /// <summary>A blob with this header and room for the offsets.</summary>
    public byte[] NewBlob(int count)
    {
        byte[] blob = new byte[Length + Width * count];
        (blob[0], blob[1], blob[2]) = ((byte)Form, (byte)Width, (byte)Exponent);
        BinaryPrimitives.WriteInt64LittleEndian(blob.AsSpan(8), Base);
        BinaryPrimitives.WriteInt64LittleEndian(blob.AsSpan(16), Step);
        return blob;
    }
}
