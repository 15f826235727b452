using Tradewind.Domain.Errors;

namespace Tradewind.Sources.Csv;

/// <summary>
/// Cuts a byte stream into records (lines; a quoted field may hold line ends). Memory is bounded by one block and one record.
/// </summary>
internal sealed class RecordReader(Stream stream, string fileName)
{
    private const int BlockSize = 1 << 18;
    private const int MaxRecord = 1 << 20;

    private byte[] _buffer = new byte[BlockSize];
    private int _start;
    private int _end;
    private bool _ended;
    private bool _sawBytes;

    /// <summary>Line on which the record returned last starts, from 1.</summary>
    public long Line { get; private set; }

    /// <summary>Bytes read so far.</summary>
    public long Bytes { get; private set; }

    private long NextLine { get; set; } = 1;

    /// <summary>Reads the next block.</summary>
    /// <returns>False when the input is used up and no record is left.</returns>
    /// <exception cref="InvalidInputException">The input is not text, or a record is longer than 1 MiB.</exception>
    public async ValueTask<bool> FillAsync(CancellationToken cancellationToken)
    {
        if (_ended)
        {
            return false;
        }

        int kept = _end - _start;
        if (kept > MaxRecord)
        {
            throw new InvalidInputException(
                "CSV_INVALID", $"line {NextLine}",
                $"{fileName}: the line is longer than {MaxRecord} bytes. Check for an unclosed quote, or whether this is a CSV file at all.");
        }

        if (_buffer.Length - kept < BlockSize / 2)
        {
            Array.Resize(ref _buffer, 2 * _buffer.Length);
        }

        _buffer.AsSpan(_start, kept).CopyTo(_buffer);
        (_start, _end) = (0, kept);
        int read = await stream.ReadAsync(_buffer.AsMemory(_end), cancellationToken).ConfigureAwait(false);
        RejectBinary(_buffer.AsSpan(_end, read));
        _end += read;
        Bytes += read;
        _ended = read == 0;
        if (!_sawBytes && _end >= 3)
        {
            _sawBytes = true;
            _start = _buffer.AsSpan(0, 3).SequenceEqual("\uFEFF"u8) ? 3 : 0;
        }

        return true;
    }

    /// <summary>Takes the next whole, non-blank record from the block read last.</summary>
    /// <returns>False when the block holds no further whole record.</returns>
    public bool TryNext(out ReadOnlySpan<byte> record)
    {
        while (true)
        {
            ReadOnlySpan<byte> rest = _buffer.AsSpan(_start, _end - _start);
            int length = RecordLength(rest, out int lines);
            if (length < 0 && !(_ended && rest.Length > 0))
            {
                record = default;
                return false;
            }

            record = length < 0 ? rest : rest[..length];
            _start += record.Length + (length < 0 ? 0 : 1);
            (Line, NextLine) = (NextLine, NextLine + lines);
            record = record.EndsWith("\r"u8) ? record[..^1] : record;
            if (!record.Trim(" \t\r"u8).IsEmpty)
            {
                return true;
            }
        }
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

    private void RejectBinary(ReadOnlySpan<byte> block)
    {
        if (Bytes == 0 && (block.StartsWith((ReadOnlySpan<byte>)[0xFF, 0xFE]) || block.StartsWith((ReadOnlySpan<byte>)[0xFE, 0xFF])))
        {
            throw new InvalidInputException("CSV_ENCODING", "file", $"{fileName} is UTF-16 text. Save it as UTF-8 and load it again.");
        }

        int nul = block.IndexOf((byte)0);
        if (nul >= 0)
        {
            throw new InvalidInputException(
                "CSV_BINARY", $"byte {Bytes + nul}",
                $"{fileName} holds a NUL byte: this is a binary or damaged file, not CSV text. Export the data as CSV (UTF-8) or as an .xlsx workbook.");
        }
    }
}
