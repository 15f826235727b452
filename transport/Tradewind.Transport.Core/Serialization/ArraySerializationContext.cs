using System.Buffers;

namespace Grpc.Core;

/// <summary>Collects one message in memory of its own.</summary>
internal sealed class ArraySerializationContext : SerializationContext
{
    private ArrayBufferWriter<byte>? _buffer;
    private byte[]? _payload;
    private bool _complete;

    public override void Complete(byte[] payload)
    {
        ArgumentNullException.ThrowIfNull(payload);
        End();
        _payload = payload;
    }

    public override IBufferWriter<byte> GetBufferWriter() => _buffer ??= new ArrayBufferWriter<byte>();

    public override void SetPayloadLength(int payloadLength)
    {
        if (payloadLength > 0)
        {
            _buffer ??= new ArrayBufferWriter<byte>(payloadLength);
        }
    }

    public override void Complete()
    {
        End();
        _payload = _buffer?.WrittenSpan.ToArray() ?? [];
    }

    public byte[] ToArray() => _payload ?? throw new InvalidOperationException("The serializer did not complete its message.");

    private void End()
    {
        if (_complete)
        {
            throw new InvalidOperationException("The message is complete already.");
        }

        _complete = true;
    }
}
