namespace Tradewind.Sources;

/// <summary>A stream whose first bytes were looked at; reading starts with them. Does not own the stream behind it.</summary>
internal sealed class PrefixedStream : Stream
{
    private readonly Stream _rest;
    private readonly byte[] _prefix;
    private int _position;

    private PrefixedStream(Stream rest, byte[] prefix) => (_rest, _prefix) = (rest, prefix);

    public override bool CanRead => true;

    public override bool CanSeek => false;

    public override bool CanWrite => false;

    public override long Length => throw new NotSupportedException();

    public override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    /// <summary>Looks at the first bytes of a stream; its remaining length is null where the stream does not know it.</summary>
    /// <param name="stream">The stream.</param>
    /// <param name="cancellationToken">Stops the read.</param>
    /// <param name="length">Bytes to look at; fewer where the stream is shorter.</param>
    public static async Task<(PrefixedStream Stream, long? Length)> PeekAsync(Stream stream, CancellationToken cancellationToken, int length = 8)
    {
        if (stream is PrefixedStream { _position: 0 } peeked && peeked._prefix.Length >= length)
        {
            return (peeked, peeked.RemainingLength);
        }

        long? remaining = stream is PrefixedStream { _position: 0 } before ? before.RemainingLength : stream.CanSeek ? stream.Length - stream.Position : null;
        byte[] prefix = new byte[length];
        int read = await stream.ReadAtLeastAsync(prefix, length, throwOnEndOfStream: false, cancellationToken).ConfigureAwait(false);
        PrefixedStream result = new(stream, prefix[..read]) { RemainingLength = remaining };
        return (result, remaining);
    }

    private long? RemainingLength { get; init; }

    /// <summary>The bytes looked at.</summary>
    public ReadOnlySpan<byte> Head => _prefix;

    public bool StartsWith(ReadOnlySpan<byte> magic) => _prefix.AsSpan().StartsWith(magic);

    public override int Read(Span<byte> buffer)
    {
        int fromPrefix = TakePrefix(buffer);
        return fromPrefix > 0 ? fromPrefix : _rest.Read(buffer);
    }

    public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));

    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        int fromPrefix = TakePrefix(buffer.Span);
        return fromPrefix > 0 ? fromPrefix : await _rest.ReadAsync(buffer, cancellationToken).ConfigureAwait(false);
    }

    public override Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        ReadAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    public override void Flush()
    {
    }

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    private int TakePrefix(Span<byte> buffer)
    {
        int count = Math.Min(buffer.Length, _prefix.Length - _position);
        _prefix.AsSpan(_position, count).CopyTo(buffer);
        _position += count;
        return count;
    }
}
