namespace Tradewind.Sources.Csv;

/// <summary>Goes through the records of a text.</summary>
/// <param name="text">The text; starts with a record.</param>
/// <param name="line">Line of the file it starts on.</param>
internal ref struct RecordCursor(ReadOnlySpan<byte> text, long line)
{
    private readonly ReadOnlySpan<byte> _text = text;

    /// <summary>Where the next record starts.</summary>
    public int Position { get; private set; }

    /// <summary>Line on which the record returned last starts.</summary>
    public long Line { get; private set; } = line;

    /// <summary>Line on which the next record starts.</summary>
    public long NextLine { get; private set; } = line;

    /// <summary>Takes the next record that is not blank; the last one needs no line end.</summary>
    /// <param name="record">The record without its line end.</param>
    /// <returns>False at the end of the text.</returns>
    public bool TryNext(out ReadOnlySpan<byte> record)
    {
        while (Position < _text.Length)
        {
            ReadOnlySpan<byte> rest = _text[Position..];
            int length = RecordLength(rest, out int lines);
            record = length < 0 ? rest : rest[..length];
            Position += record.Length + (length < 0 ? 0 : 1);
            (Line, NextLine) = (NextLine, NextLine + lines);
            record = record.EndsWith("\r"u8) ? record[..^1] : record;
            if (!record.Trim(" \t\r"u8).IsEmpty)
            {
                return true;
            }
        }

        record = default;
        return false;
    }

    /// <summary>Passes over a record, blank or not, if its end is there.</summary>
    public bool TrySkip()
    {
        int length = RecordLength(_text[Position..], out int lines);
        if (length < 0)
        {
            return false;
        }

        (Position, Line, NextLine) = (Position + length + 1, NextLine, NextLine + lines);
        return true;
    }

    private static int RecordLength(ReadOnlySpan<byte> text, out int lines)
    {
        lines = 1;
        int end = text.IndexOf((byte)'\n');
        if (end < 0 || !text[..end].Contains((byte)'"'))
        {
            return end;
        }

        int from = 0;
        bool quoted = false;
        while (end >= 0)
        {
            quoted ^= text[from..end].Count((byte)'"') % 2 == 1;
            if (!quoted)
            {
                return end;
            }

            from = end + 1;
            int next = text[from..].IndexOf((byte)'\n');
            end = next < 0 ? -1 : from + next;
            lines++;
        }

        return -1;
    }
}
