using System.Buffers.Binary;
using Tradewind.Domain.Market;

namespace Tradewind.Storage;

/// <summary>Times as offsets from the first in the largest unit that divides them all; equal steps take no room at all.</summary>
internal static class PackedTimes
{
    private static readonly long[] Units = [UnixTime.Day, UnixTime.Hour, UnixTime.Minute, UnixTime.Second, 1_000_000, 1_000];

    /// <summary>Packs ascending times.</summary>
    /// <returns>Null where there are too few or their distances do not fit.</returns>
    public static byte[]? TryEncode(ReadOnlySpan<long> times)
    {
        if (times.Length < PackedHeader.MinRows)
        {
            return null;
        }

        long step = times[1] - times[0];
        if (HasEqualSteps(times, step))
        {
            return new PackedHeader(PackedForm.EqualSteps, 0, 0, times[0], step).NewBlob(times.Length);
        }

        foreach (long unit in Units)
        {
            if (times[^1] - times[0] <= unit * uint.MaxValue && AreMultiples(times, unit))
            {
                return Pack(times, unit);
            }
        }

        return null;
    }

    /// <summary>Reads the first rows of packed times.</summary>
    public static bool TryDecode(ReadOnlySpan<byte> blob, long count, Span<long> target)
    {
        if (PackedHeader.Read(blob, count) is not { Form: PackedForm.EqualSteps or PackedForm.Times } header)
        {
            return false;
        }

        ReadOnlySpan<byte> offsets = blob[PackedHeader.Length..];
        for (int row = 0; row < target.Length; row++)
        {
            long offset = header.Width switch
            {
                0 => row,
                1 => offsets[row],
                2 => BinaryPrimitives.ReadUInt16LittleEndian(offsets[(2 * row)..]),
                _ => BinaryPrimitives.ReadUInt32LittleEndian(offsets[(4 * row)..]),
            };
            target[row] = header.Base + offset * header.Step;
        }

        return true;
    }

    private static byte[] Pack(ReadOnlySpan<long> times, long unit)
    {
        long largest = (times[^1] - times[0]) / unit;
        int width = largest <= byte.MaxValue ? 1 : largest <= ushort.MaxValue ? 2 : 4;
        byte[] blob = new PackedHeader(PackedForm.Times, width, 0, times[0], unit).NewBlob(times.Length);
        Span<byte> offsets = blob.AsSpan(PackedHeader.Length);
        for (int row = 0; row < times.Length; row++)
        {
            uint offset = (uint)((times[row] - times[0]) / unit);
            switch (width)
            {
                case 1:
                    offsets[row] = (byte)offset;
                    break;
                case 2:
                    BinaryPrimitives.WriteUInt16LittleEndian(offsets[(2 * row)..], (ushort)offset);
                    break;
                default:
                    BinaryPrimitives.WriteUInt32LittleEndian(offsets[(4 * row)..], offset);
                    break;
            }
        }

        return blob;
    }

    private static bool HasEqualSteps(ReadOnlySpan<long> times, long step)
    {
        for (int row = 2; row < times.Length; row++)
        {
            if (times[row] - times[row - 1] != step)
            {
                return false;
            }
        }

        return true;
    }

    private static bool AreMultiples(ReadOnlySpan<long> times, long unit)
    {
        for (int row = 1; row < times.Length; row++)
        {
            if ((times[row] - times[0]) % unit != 0)
            {
                return false;
            }
        }

        return true;
    }
}
