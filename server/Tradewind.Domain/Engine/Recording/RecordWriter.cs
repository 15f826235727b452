using System.Buffers;
using System.Buffers.Binary;
using System.Text;

namespace Tradewind.Domain.Engine.Recording;

/// <summary>Writes the values of a record one after another, little-endian.</summary>
internal sealed class RecordWriter
{
    private readonly ArrayBufferWriter<byte> _buffer = new(256);

    public ReadOnlySpan<byte> Written => _buffer.WrittenSpan;

    public void Clear() => _buffer.ResetWrittenCount();

    public RecordWriter Byte(byte value)
    {
        _buffer.GetSpan(1)[0] = value;
        _buffer.Advance(1);
        return this;
    }

    public RecordWriter Flag(bool value) => Byte(value ? (byte)1 : (byte)0);

    public RecordWriter Int(int value)
    {
        BinaryPrimitives.WriteInt32LittleEndian(_buffer.GetSpan(4), value);
        _buffer.Advance(4);
        return this;
    }

    public RecordWriter Long(long value)
    {
        BinaryPrimitives.WriteInt64LittleEndian(_buffer.GetSpan(8), value);
        _buffer.Advance(8);
        return this;
    }

    public RecordWriter Double(double value) => Long(BitConverter.DoubleToInt64Bits(value));

    public RecordWriter Decimal(decimal value)
    {
        Span<int> bits = stackalloc int[4];
        decimal.GetBits(value, bits);
        return Int(bits[0]).Int(bits[1]).Int(bits[2]).Int(bits[3]);
    }

    public RecordWriter Optional(decimal? value)
    {
        Flag(value.HasValue);
        return value is { } present ? Decimal(present) : this;
    }

    public RecordWriter Text(string value)
    {
        int length = Encoding.UTF8.GetByteCount(value);
        Int(length);
        Encoding.UTF8.GetBytes(value, _buffer.GetSpan(length));
        _buffer.Advance(length);
        return this;
    }
}
