using System.Buffers.Binary;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace Tradewind.Domain.Engine.Recording;

/// <summary>
/// Digest of a stream of bytes in eight lanes of 64 bits, an order of magnitude faster than a cryptographic one: a ledger writes megabytes.
/// Each step is a bijection of its lane, so a change of one word always changes the digest. Changes of several words can cancel, which those
/// that errors make do about once in 2^64: it finds errors, and is no defence against whoever wants two streams to have one digest.
/// </summary>
internal sealed class LaneDigest
{
    /// <summary>Bytes of <see cref="WriteTo"/>.</summary>
    public const int Size = BlockSize + sizeof(long);

    private const int BlockSize = 64;
    private const ulong Odd = 0x9E3779B97F4A7C15;
    private readonly byte[] _rest = new byte[BlockSize];
    private Vector512<ulong> _lanes = Vector512.Create(1UL, 2, 3, 4, 5, 6, 7, 8) * Vector512.Create(Odd);
    private int _restLength;
    private long _length;

    /// <summary>Adds bytes.</summary>
    public void Add(ReadOnlySpan<byte> bytes)
    {
        _length += bytes.Length;
        if (_restLength > 0)
        {
            int taken = Math.Min(bytes.Length, BlockSize - _restLength);
            bytes[..taken].CopyTo(_rest.AsSpan(_restLength));
            _restLength += taken;
            bytes = bytes[taken..];
            if (_restLength < BlockSize)
            {
                return;
            }

            _lanes = Step(_lanes, Vector512.Create<byte>(_rest).AsUInt64());
            _restLength = 0;
        }

        Vector512<ulong> lanes = _lanes;
        ref byte first = ref MemoryMarshal.GetReference(bytes);
        int used = 0;
        for (; used <= bytes.Length - BlockSize; used += BlockSize)
        {
            lanes = Step(lanes, Vector512.LoadUnsafe(ref first, (nuint)used).AsUInt64());
        }

        _lanes = lanes;
        _restLength = bytes.Length - used;
        bytes[used..].CopyTo(_rest);
    }

    /// <summary>Writes the digest of everything added so far; adding may go on.</summary>
    /// <param name="destination">At least <see cref="Size"/> bytes.</param>
    public void WriteTo(Span<byte> destination)
    {
        Vector512<ulong> lanes = _lanes;
        if (_restLength > 0)
        {
            _rest.AsSpan(_restLength).Clear();
            lanes = Step(lanes, Vector512.Create<byte>(_rest).AsUInt64());
        }

        lanes.AsByte().CopyTo(destination);
        // Tells zeros that were added from those that fill the last block up.
        BinaryPrimitives.WriteInt64LittleEndian(destination[BlockSize..], _length);
    }

    private static Vector512<ulong> Step(Vector512<ulong> lanes, Vector512<ulong> block)
    {
        Vector512<ulong> mixed = (lanes ^ block) * Vector512.Create(Odd);
        return mixed ^ (mixed >>> 32);
    }
}
