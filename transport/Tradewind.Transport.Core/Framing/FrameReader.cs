using System.Buffers;
using System.Buffers.Binary;
using System.IO.Pipelines;
using System.Runtime.CompilerServices;
using Grpc.Core;
using Tradewind.Transport.Telemetry;

namespace Tradewind.Transport.Framing;

/// <summary>
/// Reads length-prefixed messages: one byte that says whether the message is compressed, four bytes of big-endian length, the message.
/// What breaks the framing is thrown as the <see cref="RpcException"/> the call has to end with.
/// </summary>
/// <param name="reader">The body of the request or response.</param>
/// <param name="encoding">The <c>grpc-encoding</c> of the body, or null.</param>
/// <param name="compression">The encodings understood here.</param>
/// <param name="maxMessageSize">Largest message in bytes, before and after decompression; null for no limit.</param>
/// <param name="tally">Counts the messages; null where nobody wants to know.</param>
internal sealed class FrameReader(
    PipeReader reader, string? encoding, CompressionSet compression, int? maxMessageSize, MessageTally? tally = null)
{
    private const int HeaderLength = 5;

    private readonly PayloadContext _context = new();
    private RpcException? _failure;

    /// <summary>Reads the next message; null when the body ended before it.</summary>
    /// <remarks>Waiting for each of many messages takes its memory from a pool.</remarks>
    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    public async ValueTask<T?> ReadAsync<T>(Func<DeserializationContext, T> deserializer, CancellationToken cancellationToken)
        where T : class
    {
        // Where the framing is broken, no later message can be found.
        if (_failure is not null)
        {
            throw new RpcException(_failure.Status);
        }

        while (true)
        {
            ReadResult result = await reader.ReadAsync(cancellationToken).ConfigureAwait(false);
            ReadOnlySequence<byte> buffer = result.Buffer;
            SequencePosition consumed = buffer.Start;
            // Everything counts as examined unless a message was taken, so that flow control lets the rest of a large one in.
            SequencePosition examined = buffer.End;
            try
            {
                if (TryReadFrame(buffer, out Frame frame))
                {
                    T message = Deserialize(frame, deserializer);
                    consumed = examined = frame.Payload.End;
                    return message;
                }

                if (result.IsCanceled)
                {
                    throw new OperationCanceledException("Reading the message was cancelled.");
                }

                if (result.IsCompleted)
                {
                    return buffer.IsEmpty ? null : throw Error(StatusCode.Internal, "The stream ended within a message.");
                }
            }
            catch (RpcException e)
            {
                _failure = e;
                throw;
            }
            finally
            {
                reader.AdvanceTo(consumed, examined);
            }
        }
    }

    /// <summary>Reads the only message of a body; null when there is none.</summary>
    public async ValueTask<T?> ReadSingleAsync<T>(Func<DeserializationContext, T> deserializer, CancellationToken cancellationToken)
        where T : class
    {
        T? message = await ReadAsync(deserializer, cancellationToken).ConfigureAwait(false);
        if (message is null)
        {
            return null;
        }

        while (true)
        {
            ReadResult result = await reader.ReadAsync(cancellationToken).ConfigureAwait(false);
            bool isEmpty = result.Buffer.IsEmpty;
            reader.AdvanceTo(result.Buffer.Start);
            if (!isEmpty)
            {
                throw Error(StatusCode.Internal, "More than one message came where the method has one.");
            }

            if (result.IsCompleted)
            {
                return message;
            }

            if (result.IsCanceled)
            {
                throw new OperationCanceledException("Reading the message was cancelled.");
            }
        }
    }

    private bool TryReadFrame(ReadOnlySequence<byte> buffer, out Frame frame)
    {
        frame = default;
        if (buffer.Length < HeaderLength)
        {
            return false;
        }

        Span<byte> header = stackalloc byte[HeaderLength];
        buffer.Slice(0, HeaderLength).CopyTo(header);
        if (header[0] > 1)
        {
            throw Error(StatusCode.Internal, $"The compressed flag of a message must be 0 or 1, was {header[0]}.");
        }

        // Checked before the message is waited for, so that a huge length costs no memory.
        uint length = BinaryPrimitives.ReadUInt32BigEndian(header[1..]);
        if (length > (uint)(maxMessageSize ?? int.MaxValue))
        {
            throw TooLarge();
        }

        if (buffer.Length - HeaderLength < length)
        {
            return false;
        }

        frame = new Frame(header[0] == 1, buffer.Slice(HeaderLength, length));
        return true;
    }

    private T Deserialize<T>(Frame frame, Func<DeserializationContext, T> deserializer)
    {
        if (!frame.IsCompressed)
        {
            return Deserialize(frame.Payload, deserializer);
        }

        var decompressed = new PooledBufferWriter();
        try
        {
            Decompress(frame.Payload, decompressed);
            return Deserialize(new ReadOnlySequence<byte>(decompressed.WrittenMemory), deserializer);
        }
        finally
        {
            decompressed.Release();
        }
    }

    private T Deserialize<T>(ReadOnlySequence<byte> payload, Func<DeserializationContext, T> deserializer)
    {
        tally?.Add(payload.Length);
        _context.Payload = payload;
        try
        {
            return deserializer(_context);
        }
        catch (Exception e) when (e is not RpcException)
        {
            throw new RpcException(new Status(StatusCode.Internal, $"A message could not be read: {e.Message}", e));
        }
        finally
        {
            _context.Payload = default;
        }
    }

    private void Decompress(ReadOnlySequence<byte> payload, PooledBufferWriter output)
    {
        if (encoding is null || encoding.Equals(ProtocolHeaders.Identity, StringComparison.OrdinalIgnoreCase))
        {
            throw Error(StatusCode.Internal, "A message is marked as compressed, but no grpc-encoding was named.");
        }

        var provider = compression.Find(encoding)
            ?? throw Error(StatusCode.Unimplemented, $"The encoding \"{encoding}\" is not supported; known are {compression.AcceptEncoding}.");
        try
        {
            using Stream stream = provider.CreateDecompressionStream(new MemoryStream(payload.ToArray(), writable: false));
            while (true)
            {
                int read = stream.Read(output.GetSpan(4096));
                if (read == 0)
                {
                    return;
                }

                output.Advance(read);
                if (output.WrittenCount > (maxMessageSize ?? int.MaxValue))
                {
                    throw TooLarge();
                }
            }
        }
        catch (InvalidDataException e)
        {
            throw new RpcException(new Status(StatusCode.Internal, $"A compressed message is damaged: {e.Message}", e));
        }
    }

    private RpcException TooLarge() =>
        Error(StatusCode.ResourceExhausted, $"A received message is larger than the limit of {maxMessageSize ?? int.MaxValue} bytes.");

    private static RpcException Error(StatusCode code, string detail) => new(new Status(code, detail));

    private readonly record struct Frame(bool IsCompressed, ReadOnlySequence<byte> Payload);
}
