using System.IO.Compression;
using System.Text;

namespace Tradewind.Sources.Layouts;

/// <summary>The text of a file, unpacked where it was gzipped, with its beginning to recognise it by.</summary>
/// <param name="Content">Text from its first byte.</param>
/// <param name="Name">File name without folders.</param>
/// <param name="IsGzip">True when it was packed.</param>
internal sealed record FileText(PrefixedStream Content, string Name, bool IsGzip) : IAsyncDisposable
{
    // Enough for a header of a few hundred columns, and for the magic of an archive.
    private const int HeadLength = 1 << 14;

    private GZipStream? Unpacked { get; init; }

    /// <summary>The first line, without byte order mark.</summary>
    public string FirstLine
    {
        get
        {
            ReadOnlySpan<byte> head = Content.Head;
            head = head.StartsWith("\uFEFF"u8) ? head[3..] : head;
            int end = head.IndexOf((byte)'\n');
            return Encoding.UTF8.GetString(end < 0 ? head : head[..end]).TrimEnd('\r');
        }
    }

    /// <summary>Cells of the first line by its delimiter, without quotes.</summary>
    public string[] Headers()
    {
        string line = FirstLine;
        char delimiter = (char)Csv.CsvDialect.Delimiter(Encoding.UTF8.GetBytes(line));
        return [.. line.Split(delimiter).Select(cell => cell.Trim().Trim('"').Trim())];
    }

    public static async Task<FileText> OpenAsync(PrefixedStream file, string name, CancellationToken cancellationToken)
    {
        if (!file.StartsWith([0x1F, 0x8B]))
        {
            return new FileText((await PrefixedStream.PeekAsync(file, cancellationToken, HeadLength).ConfigureAwait(false)).Stream, name, IsGzip: false);
        }

        GZipStream unpacked = new(file, CompressionMode.Decompress, leaveOpen: true);
        return new FileText((await PrefixedStream.PeekAsync(unpacked, cancellationToken, HeadLength).ConfigureAwait(false)).Stream, name, IsGzip: true) { Unpacked = unpacked };
    }

    public ValueTask DisposeAsync() => Unpacked?.DisposeAsync() ?? ValueTask.CompletedTask;
}
