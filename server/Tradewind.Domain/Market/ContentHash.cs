using System.Buffers.Binary;
using System.Runtime.InteropServices;
using System.Security.Cryptography;
using System.Text;

namespace Tradewind.Domain.Market;

/// <summary>
/// SHA-256 over typed content, the same on every machine: numbers as little-endian 64-bit values, text length-prefixed UTF-8.
/// Every NaN hashes alike. Used for data revisions, feature-set hashes and lineage.
/// </summary>
public sealed class ContentHash : IDisposable
{
    private readonly IncrementalHash _hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);

    /// <summary>Adds text.</summary>
    public ContentHash Add(string text)
    {
        byte[] bytes = Encoding.UTF8.GetBytes(text);
        Add((long)bytes.Length);
        _hash.AppendData(bytes);
        return this;
    }

    /// <summary>Adds a whole number.</summary>
    public ContentHash Add(long value)
    {
        Span<byte> bytes = stackalloc byte[8];
        BinaryPrimitives.WriteInt64LittleEndian(bytes, value);
        _hash.AppendData(bytes);
        return this;
    }

    /// <summary>Adds a floating-point number by its bits.</summary>
    public ContentHash Add(double value) => Add(BitConverter.DoubleToInt64Bits(double.IsNaN(value) ? double.NaN : value));

    /// <summary>Adds a decimal by its text, without trailing zeros, so that 1.0 and 1 hash alike.</summary>
    public ContentHash Add(decimal value) => Add((value / 1.000000000000000000000000000000000m).ToString(System.Globalization.CultureInfo.InvariantCulture));

    /// <summary>Adds a column of whole numbers.</summary>
    public ContentHash Add(ReadOnlySpan<long> values)
    {
        Add((long)values.Length);
        AppendLittleEndian(values);
        return this;
    }

    /// <summary>Adds a column of floating-point numbers.</summary>
    public ContentHash Add(ReadOnlySpan<double> values)
    {
        Add((long)values.Length);
        const int Block = 1024;
        Span<long> bits = stackalloc long[Block];
        for (int start = 0; start < values.Length; start += Block)
        {
            ReadOnlySpan<double> part = values.Slice(start, Math.Min(Block, values.Length - start));
            for (int i = 0; i < part.Length; i++)
            {
                bits[i] = BitConverter.DoubleToInt64Bits(double.IsNaN(part[i]) ? double.NaN : part[i]);
            }

            AppendLittleEndian(bits[..part.Length]);
        }

        return this;
    }

    /// <summary>Lower-case hexadecimal digest (64 characters) of everything added; the object starts anew.</summary>
    public string Finish() => Convert.ToHexStringLower(_hash.GetHashAndReset());

    /// <inheritdoc />
    public void Dispose() => _hash.Dispose();

    private void AppendLittleEndian(ReadOnlySpan<long> values)
    {
        if (BitConverter.IsLittleEndian)
        {
            _hash.AppendData(MemoryMarshal.AsBytes(values));
            return;
        }

        Span<byte> bytes = stackalloc byte[8];
        foreach (long value in values)
        {
            BinaryPrimitives.WriteInt64LittleEndian(bytes, value);
            _hash.AppendData(bytes);
        }
    }
}
