using System.Buffers;

namespace Tradewind.Sources.Csv;

/// <summary>Some whole records of a file. Its memory is lent: <see cref="Return"/> gives it back once nobody reads it any more.</summary>
/// <param name="buffer">Memory, longer than the text.</param>
/// <param name="start">Where the text starts.</param>
/// <param name="end">Where it ends.</param>
/// <param name="firstLine">Line of the file it starts on, from 1.</param>
internal sealed class TextBlock(byte[] buffer, int start, int end, long firstLine)
{
    public ReadOnlySpan<byte> Text => buffer.AsSpan(start..end);

    public long FirstLine => firstLine;

    /// <summary>The text from a place on.</summary>
    /// <param name="position">Place in <see cref="Text"/>, on which a record starts.</param>
    /// <param name="line">Its line in the file.</param>
    public TextBlock From(int position, long line) => new(buffer, start + position, end, line);

    public void Return() => ArrayPool<byte>.Shared.Return(buffer);
}
