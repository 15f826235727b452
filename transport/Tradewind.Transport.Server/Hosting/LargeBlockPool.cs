using System.Buffers;
using System.Collections.Concurrent;
using Microsoft.AspNetCore.Connections;

namespace Tradewind.Transport.Hosting;

/// <summary>
/// Memory of connections in blocks of 32 KiB in place of Kestrel's 4 KiB. A block holds a whole HTTP/2 frame, so that a large message is
/// handed to the socket in an eighth of the pieces.
/// </summary>
internal sealed class LargeBlockPool : MemoryPool<byte>
{
    private const int BlockSize = 32 * 1024;
    // Enough for a few messages of 1 MiB on their way. What is not in use beyond it is left to the garbage collector: a burst of streams
    // must not hold its memory for ever.
    private const int MostKeptBlocks = 256;

    private readonly ConcurrentBag<Block> _kept = [];
    private int _keptCount;

    public override int MaxBufferSize => BlockSize;

    public override IMemoryOwner<byte> Rent(int minBufferSize = -1)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan(minBufferSize, BlockSize);
        if (!_kept.TryTake(out Block? block))
        {
            return new Block(this);
        }

        Interlocked.Decrement(ref _keptCount);
        return block;
    }

    protected override void Dispose(bool disposing) => _kept.Clear();

    private void Return(Block block)
    {
        if (Interlocked.Increment(ref _keptCount) <= MostKeptBlocks)
        {
            _kept.Add(block);
        }
        else
        {
            Interlocked.Decrement(ref _keptCount);
        }
    }

    /// <summary>Gives such pools to Kestrel.</summary>
    public sealed class Factory : IMemoryPoolFactory<byte>
    {
        public MemoryPool<byte> Create(MemoryPoolOptions? options = null) => new LargeBlockPool();
    }

    /// <summary>Pinned once, so that no send has to pin it. Who rented it gives it back once, as with Kestrel's own blocks.</summary>
    private sealed class Block(LargeBlockPool pool) : IMemoryOwner<byte>
    {
        public Memory<byte> Memory { get; } = GC.AllocateUninitializedArray<byte>(BlockSize, pinned: true);

        public void Dispose() => pool.Return(this);
    }
}
