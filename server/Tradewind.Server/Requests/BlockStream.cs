using Grpc.Core;
using Tradewind.V1;

namespace Tradewind.Server.Requests;

/// <summary>Rows in blocks as the messages of a server stream.</summary>
internal static class BlockStream
{
    /// <summary>Writes a message a block, numbered on from the messages already written; one write is under way, so a slow reader holds it back.</summary>
    public static async Task WriteBlocksAsync<TMessage>(
        this IServerStreamWriter<TMessage> stream,
        IEnumerable<ColumnBlock> blocks,
        Func<long, ColumnBlock, TMessage> message,
        CancellationToken cancellation,
        long written = 0)
    {
        foreach (ColumnBlock block in blocks)
        {
            await stream.WriteAsync(message(++written, block), cancellation).ConfigureAwait(false);
        }
    }
}
