using System.Buffers.Binary;
using System.Text;
using Tradewind.Domain.Errors;

namespace Tradewind.Domain.Engine.Recording;

/// <summary>Reads what <see cref="RecordWriter"/> wrote; anything cut short or out of range is an error, never a guess.</summary>
internal ref struct RecordReader(ReadOnlySpan<byte> bytes)
{
    private ReadOnlySpan<byte> _rest = bytes;

    public byte Byte() => Take(1)[0];

    public bool Flag() => Byte() switch
    {
        0 => false,
        1 => true,
        byte other => throw Invalid($"a flag is 0 or 1, was {other}"),
    };

    public int Int() => BinaryPrimitives.ReadInt32LittleEndian(Take(4));

    public long Long() => BinaryPrimitives.ReadInt64LittleEndian(Take(8));

    public double Double() => BitConverter.Int64BitsToDouble(Long());

    public decimal Decimal()
    {
        ReadOnlySpan<int> bits = [Int(), Int(), Int(), Int()];
        try
        {
            return new decimal(bits);
        }
        catch (ArgumentException)
        {
            throw Invalid("a decimal is malformed");
        }
    }

    public decimal? OptionalDecimal() => Flag() ? Decimal() : null;

    public string Text()
    {
        int length = Count(1);
        return Encoding.UTF8.GetString(Take(length));
    }

    /// <summary>A count of items that each take at least some bytes, so that a broken count cannot ask for endless memory.</summary>
    public int Count(int leastBytes)
    {
        int count = Int();
        return count >= 0 && (long)count * leastBytes <= _rest.Length
            ? count
            : throw Invalid($"a count of {count} does not fit the {_rest.Length} bytes left");
    }

    public TEnum Enum<TEnum>()
        where TEnum : struct, Enum
    {
        byte value = Byte();
        TEnum result = (TEnum)System.Enum.ToObject(typeof(TEnum), value);
        return System.Enum.IsDefined(result) ? result : throw Invalid($"{value} is no {typeof(TEnum).Name}");
    }

    public readonly void End()
    {
        if (!_rest.IsEmpty)
        {
            throw Invalid($"{_rest.Length} bytes are left over");
        }
    }

    public static InvalidInputException Invalid(string what) =>
        new("RECORD_INVALID", "record", $"{what}; the record is damaged or of another version.");

    private ReadOnlySpan<byte> Take(int length)
    {
        if (_rest.Length < length)
        {
            throw Invalid($"{length} bytes were expected, {_rest.Length} are left");
        }

        ReadOnlySpan<byte> taken = _rest[..length];
        _rest = _rest[length..];
        return taken;
    }
}
