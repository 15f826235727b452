using System.Buffers;
using Tradewind.Domain.Errors;

namespace Tradewind.Sources.Csv;

/// <summary>
/// Cuts a byte stream into blocks of whole records (lines; a quoted field may hold line ends), so that blocks can be read independently of
/// each other. Memory is bounded by the blocks in use and one record.
/// </summary>
/// <param name="stream">The text.</param>
/// <param name="fileName">For messages.</param>
/// <param name="blockSize">Bytes of a block, about.</param>
internal sealed class BlockReader(Stream stream, string fileName, int blockSize = BlockReader.UsualSize)
{
    /// <summary>A block and its numbers stay within the cache of a processor core.</summary>
    public const int UsualSize = 1 << 18;

    private const int MaxRecord = 1 << 20;

    private byte[] _rest = [];
    private long _nextLine = 1;
    private bool _started;
    private bool _ended;

    /// <summary>Bytes read so far.</summary>
    public long Bytes { get; private set; }

    /// <summary>Reads the next block.</summary>
    /// <returns>Null when the input is used up.</returns>
    /// <exception cref="InvalidInputException">The input is not text, or a record is longer than 1 MiB.</exception>
    public async ValueTask<TextBlock?> NextAsync(CancellationToken cancellationToken)
    {
        while (!_ended)
        {
            byte[] buffer = ArrayPool<byte>.Shared.Rent(_rest.Length + blockSize);
            _rest.CopyTo(buffer, 0);
            int read = await stream.ReadAtLeastAsync(
                buffer.AsMemory(_rest.Length, blockSize), blockSize, throwOnEndOfStream: false, cancellationToken).ConfigureAwait(false);
            RejectBinary(buffer.AsSpan(_rest.Length, read));
            Bytes += read;
            _ended = read < blockSize;
            if (Cut(buffer, _rest.Length + read) is { } block)
            {
                return block;
            }

            ArrayPool<byte>.Shared.Return(buffer);
        }

        return null;
    }

    /// <summary>Takes the whole records off the front, and keeps what follows for the next block.</summary>
    private TextBlock? Cut(byte[] buffer, int length)
    {
        int start = !_started && buffer.AsSpan(0, length).StartsWith("\uFEFF"u8) ? 3 : 0;
        ReadOnlySpan<byte> text = buffer.AsSpan(start..length);
        int whole = WholeRecords(text);
        long lines = _nextLine + text[..whole].Count((byte)'\n');
        if (text.Length - whole > MaxRecord)
        {
            throw new InvalidInputException(
                "CSV_INVALID", $"line {lines}",
                $"{fileName}: the line is longer than {MaxRecord} bytes. Check for an unclosed quote, or whether this is a CSV file at all.");
        }

        whole = _ended ? text.Length : whole;
        _rest = text[whole..].ToArray();
        if (whole == 0)
        {
            // The mark at the start is seen again with the first record.
            _rest = _started ? _rest : buffer[..length];
            return null;
        }

        TextBlock block = new(buffer, start, start + whole, _nextLine);
        (_nextLine, _started) = (lines, true);
        return block;
    }

    private static int WholeRecords(ReadOnlySpan<byte> text)
    {
        int end = text.LastIndexOf((byte)'\n') + 1;
        if (!text[..end].Contains((byte)'"'))
        {
            return end;
        }

        RecordCursor records = new(text, line: 1);
        while (records.TrySkip())
        {
        }

        return records.Position;
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
