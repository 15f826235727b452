using System.Buffers;
using Grpc.Core;

namespace Tradewind.Transport.Framing;

/// <summary>Gives a marshaller the bytes of the message at hand; one instance serves all messages of a stream.</summary>
internal sealed class PayloadContext : DeserializationContext
{
    public ReadOnlySequence<byte> Payload { get; set; }

    public override int PayloadLength => (int)Payload.Length;

    public override byte[] PayloadAsNewBuffer() => Payload.ToArray();

    public override ReadOnlySequence<byte> PayloadAsReadOnlySequence() => Payload;
}
