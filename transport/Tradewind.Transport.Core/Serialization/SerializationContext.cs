using System.Buffers;

namespace Grpc.Core;

/// <summary>Where a marshaller puts the bytes of one message: an array, or straight into the transport's buffer.</summary>
public abstract class SerializationContext
{
    /// <summary>Hands over a whole message as an array, which the transport then owns.</summary>
    public virtual void Complete(byte[] payload) => throw new NotSupportedException("This context does not take arrays.");

    /// <summary>The buffer to write the message to; finish with <see cref="Complete()"/>.</summary>
    public virtual IBufferWriter<byte> GetBufferWriter() => throw new NotSupportedException("This context has no buffer writer.");

    /// <summary>Announces the exact size in bytes, before the buffer writer is fetched, so that nothing need be copied.</summary>
    public virtual void SetPayloadLength(int payloadLength)
    {
    }

    /// <summary>Ends a message written to the buffer writer.</summary>
    public virtual void Complete() => throw new NotSupportedException("This context has no buffer writer.");
}
