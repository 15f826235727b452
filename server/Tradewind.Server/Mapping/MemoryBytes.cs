using System.Buffers;
using System.Runtime.InteropServices;

namespace Tradewind.Server.Mapping;

/// <summary>Values in memory seen as the bytes they are, so that a message can be written from them without a copy of its own.</summary>
/// <param name="values">The values; they must not change as long as anybody holds the bytes.</param>
internal sealed class MemoryBytes<T>(ReadOnlyMemory<T> values) : MemoryManager<byte>
    where T : unmanaged
{
    /// <inheritdoc />
    public override Span<byte> GetSpan() => MemoryMarshal.AsBytes(MemoryMarshal.AsMemory(values).Span);

    /// <inheritdoc />
    public override MemoryHandle Pin(int elementIndex = 0) =>
        throw new NotSupportedException("The bytes of a column are written to buffers, not handed to native code.");

    /// <inheritdoc />
    public override void Unpin()
    {
    }

    /// <inheritdoc />
    protected override void Dispose(bool disposing)
    {
    }
}
