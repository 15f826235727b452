using System.Buffers;

namespace Grpc.Core;

/// <summary>The bytes of one message, valid only while the marshaller runs.</summary>
public abstract class DeserializationContext
{
    /// <summary>The size of the message in bytes.</summary>
    public abstract int PayloadLength { get; }

    /// <summary>The message as a new array, which the caller owns.</summary>
    public virtual byte[] PayloadAsNewBuffer() => throw new NotSupportedException("This context does not copy.");

    /// <summary>The message in the transport's own buffers, not copied.</summary>
    public virtual ReadOnlySequence<byte> PayloadAsReadOnlySequence() => throw new NotSupportedException("This context has no sequence.");
}
