using System.Collections.Immutable;

namespace Tradewind.Storage;

/// <summary>Which neighbouring chunks are worth merging.</summary>
internal static class ChunkPacking
{
    /// <summary>Runs of neighbours between full chunks that would fit into fewer chunks.</summary>
    /// <param name="counts">Rows of the chunks of a series, by time.</param>
    public static ImmutableArray<(int Start, int Length)> Runs(ReadOnlySpan<long> counts)
    {
        ImmutableArray<(int, int)>.Builder runs = ImmutableArray.CreateBuilder<(int, int)>();
        for (int start = 0; start < counts.Length; start++)
        {
            int end = start;
            long rows = 0;
            while (end < counts.Length && counts[end] < SeriesChunks.RowsPerChunk)
            {
                rows += counts[end++];
            }

            if (ChunksOf(rows) < end - start)
            {
                runs.Add((start, end - start));
            }

            // The chunk at the end is full, or there is none.
            start = end;
        }

        return runs.ToImmutable();
    }

    /// <summary>Chunks that hold a number of rows.</summary>
    public static long ChunksOf(long rows) => (rows + SeriesChunks.RowsPerChunk - 1) / SeriesChunks.RowsPerChunk;
}
