using System.Buffers;
using System.Buffers.Binary;
using System.IO.Compression;
using Grpc.Core;
using Grpc.Net.Compression;
using Tradewind.Transport.Telemetry;

namespace Tradewind.Transport.Framing;

/// <summary>
/// Writes length-prefixed messages. A marshaller that names its size first writes straight into the target, without a copy.
/// One instance serves all messages of a stream, one at a time.
/// </summary>
/// <param name="compression">How messages are compressed; null for not at all.</param>
/// <param name="level">The level of compression; null for the provider's default.</param>
/// <param name="maxMessageSize">Largest message in bytes before compression; null for no limit.</param>
/// <param name="tally">Counts the messages; null where nobody wants to know.</param>
internal sealed class FrameWriter(
    ICompressionProvider? compression, CompressionLevel? level, int? maxMessageSize, MessageTally? tally = null) : SerializationContext
{
    private const int HeaderLength = 5;

    private readonly PooledBufferWriter _buffer = new();
    private IBufferWriter<byte>? _target;
    private bool _compress;
    private bool _writesDirectly;
    private bool _complete;
    private int? _payloadLength;

    /// <summary>Writes one message as a frame.</summary>
    /// <exception cref="RpcException">RESOURCE_EXHAUSTED, with nothing written, when the message is too large.</exception>
    public void Write<T>(T message, Action<T, SerializationContext> serializer, IBufferWriter<byte> target, WriteFlags flags)
    {
        _target = target;
        _compress = compression is not null && (flags & WriteFlags.NoCompress) == 0;
        _writesDirectly = _complete = false;
        _payloadLength = null;
        try
        {
            serializer(message, this);
            if (!_complete)
            {
                throw new InvalidOperationException("The serializer did not complete its message.");
            }
        }
        finally
        {
            _target = null;
            _buffer.Release();
        }
    }

    public override void SetPayloadLength(int payloadLength)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(payloadLength);
        CheckSize(payloadLength);
        _payloadLength = payloadLength;
    }

    public override IBufferWriter<byte> GetBufferWriter()
    {
        if (_compress || _payloadLength is not { } length)
        {
            return _buffer;
        }

        if (!_writesDirectly)
        {
            _writesDirectly = true;
            WriteHeader(length, isCompressed: false);
        }

        return _target!;
    }

    public override void Complete()
    {
        End();
        if (_writesDirectly)
        {
            tally?.Add(_payloadLength.GetValueOrDefault());
        }
        else
        {
            WritePayload(_buffer.WrittenMemory.Span);
        }
    }

    public override void Complete(byte[] payload)
    {
        ArgumentNullException.ThrowIfNull(payload);
        End();
        WritePayload(payload);
    }

    private void WritePayload(ReadOnlySpan<byte> payload)
    {
        CheckSize(payload.Length);
        tally?.Add(payload.Length);
        // GZipStream writes nothing for no input, which other implementations refuse as damaged: an empty message goes as it is.
        if (!_compress || payload.IsEmpty)
        {
            WriteHeader(payload.Length, isCompressed: false);
            _target!.Write(payload);
            return;
        }

        var compressed = new MemoryStream();
        using (Stream stream = compression!.CreateCompressionStream(compressed, level))
        {
            stream.Write(payload);
        }

        WriteHeader((int)compressed.Length, isCompressed: true);
        _target!.Write(compressed.GetBuffer().AsSpan(0, (int)compressed.Length));
    }

    private void WriteHeader(int length, bool isCompressed)
    {
        Span<byte> header = _target!.GetSpan(HeaderLength);
        header[0] = isCompressed ? (byte)1 : (byte)0;
        BinaryPrimitives.WriteUInt32BigEndian(header[1..], (uint)length);
        _target.Advance(HeaderLength);
    }

    private void CheckSize(int length)
    {
        if (length > maxMessageSize)
        {
            throw new RpcException(new Status(
                StatusCode.ResourceExhausted, $"A message of {length} bytes is larger than the limit of {maxMessageSize} bytes for sending."));
        }
    }

    private void End()
    {
        if (_complete)
        {
            throw new InvalidOperationException("The message is complete already.");
        }

        _complete = true;
    }
}
