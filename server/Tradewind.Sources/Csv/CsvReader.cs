using Tradewind.Domain.Errors;

namespace Tradewind.Sources.Csv;

/// <summary>Streams CSV text into columns.</summary>
internal static class CsvReader
{
    private const long ReportEveryBytes = 4 << 20;

    /// <summary>Reads the whole file.</summary>
    /// <exception cref="InvalidInputException">The file is empty, has no rows, or has no usable header; row violations go to <paramref name="violations"/>.</exception>
    public static async Task<(CsvLayout Layout, CsvTable Table)> ReadAsync(
        Stream content, string fileName, FileLoadOptions options, ViolationLog violations, IProgress<LoadProgress>? progress, CancellationToken cancellationToken)
    {
        (PrefixedStream text, long? length) = await PrefixedStream.PeekAsync(content, cancellationToken).ConfigureAwait(false);
        BlockReader blocks = new(text, fileName, options.BlockBytes);
        FileHead head = new();
        List<TextBlock> seen = [];
        while (!head.IsComplete && await blocks.NextAsync(cancellationToken).ConfigureAwait(false) is { } block)
        {
            if (head.Add(block) is { } rows)
            {
                seen.Add(rows);
            }
        }

        CsvLayout layout = head.Decide(fileName, options);
        TableBuilder builder = new(layout.Columns.Length, violations, head.ExpectedRows(length));
        ParallelParsing parsing = new(() => new RowParser(layout, head.Delimiter, options), builder, layout.Columns.Length, options.MaxThreads);
        seen.ForEach(parsing.Add);
        try
        {
            await ReadRestAsync(blocks, parsing, builder, length, progress, cancellationToken).ConfigureAwait(false);
        }
        finally
        {
            await parsing.StopAsync().ConfigureAwait(false);
        }

        progress?.Report(new LoadProgress(builder.Count, blocks.Bytes, 1));
        return (layout, builder.Finish());
    }

    private static async Task ReadRestAsync(
        BlockReader blocks, ParallelParsing parsing, TableBuilder builder, long? length, IProgress<LoadProgress>? progress, CancellationToken cancellationToken)
    {
        long reported = 0;
        while (await blocks.NextAsync(cancellationToken).ConfigureAwait(false) is { } block)
        {
            await parsing.AddAsync(block).ConfigureAwait(false);
            if (blocks.Bytes - reported >= ReportEveryBytes)
            {
                reported = blocks.Bytes;
                progress?.Report(new LoadProgress(builder.Count, blocks.Bytes, length > 0 ? Math.Min(1, (double)blocks.Bytes / length.Value) : null));
            }
        }

        await parsing.FinishAsync().ConfigureAwait(false);
    }
}
