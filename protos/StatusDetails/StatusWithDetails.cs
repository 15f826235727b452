using Google.Protobuf;
using Google.Protobuf.WellKnownTypes;

namespace Google.Rpc;

/// <summary>Typed access to the details of a status.</summary>
public sealed partial class Status
{
    /// <summary>The first detail of a type, or null when the status has none of it.</summary>
    /// <exception cref="InvalidProtocolBufferException">The detail is damaged.</exception>
    public T? GetDetail<T>()
        where T : class, IMessage<T>, new()
    {
        foreach (Any detail in Details)
        {
            if (detail.TryUnpack(out T unpacked))
            {
                return unpacked;
            }
        }

        return null;
    }
}
