using System.Buffers;

namespace Tradewind.Sources.Csv;

/// <summary>Splits one record into fields. Quoted fields are unquoted; surrounding blanks are cut off.</summary>
internal sealed class FieldSplitter(byte delimiter)
{
    private readonly ArrayBufferWriter<byte> _unquoted = new();
    private (int Start, int End)[] _fields = new (int, int)[32];

    public int Count { get; private set; }

    /// <summary>Splits a record.</summary>
    /// <returns>The text that <see cref="Field"/> cuts fields from; valid until the next call.</returns>
    public ReadOnlySpan<byte> Split(ReadOnlySpan<byte> record)
    {
        Count = 0;
        if (record.Contains((byte)'"'))
        {
            return SplitQuoted(record);
        }

        int start = 0;
        while (true)
        {
            int length = record[start..].IndexOf(delimiter);
            int end = length < 0 ? record.Length : start + length;
            Append(start, end);
            if (length < 0)
            {
                return record;
            }

            start = end + 1;
        }
    }

    public ReadOnlySpan<byte> Field(ReadOnlySpan<byte> text, int ordinal)
    {
        (int start, int end) = _fields[ordinal];
        while (start < end && text[start] is (byte)' ' or (byte)'\t')
        {
            start++;
        }

        while (start < end && text[end - 1] is (byte)' ' or (byte)'\t')
        {
            end--;
        }

        return text[start..end];
    }

    private ReadOnlySpan<byte> SplitQuoted(ReadOnlySpan<byte> record)
    {
        _unquoted.ResetWrittenCount();
        (int start, bool quoted) = (0, false);
        for (int i = 0; i < record.Length; i++)
        {
            byte b = record[i];
            if (b == (byte)'"')
            {
                // A doubled quote inside quotes is one quote.
                if (quoted && i + 1 < record.Length && record[i + 1] == (byte)'"')
                {
                    i++;
                    Write(b);
                }
                else
                {
                    quoted = !quoted;
                }
            }
            else if (b == delimiter && !quoted)
            {
                Append(start, _unquoted.WrittenCount);
                start = _unquoted.WrittenCount;
            }
            else
            {
                Write(b);
            }
        }

        Append(start, _unquoted.WrittenCount);
        return _unquoted.WrittenSpan;
    }

    private void Write(byte b)
    {
        _unquoted.GetSpan(1)[0] = b;
        _unquoted.Advance(1);
    }

    private void Append(int start, int end)
    {
        if (Count == _fields.Length)
        {
            Array.Resize(ref _fields, 2 * Count);
        }

        _fields[Count++] = (start, end);
    }
}
