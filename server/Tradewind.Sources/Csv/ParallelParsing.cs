using System.Collections.Concurrent;

namespace Tradewind.Sources.Csv;

/// <summary>
/// Reads blocks on several threads and hands their rows on in the order of the file, so that the result is the same whatever the number of
/// threads. At most two blocks a thread are in memory.
/// </summary>
/// <param name="newParser">Makes a parser; one for each thread.</param>
/// <param name="builder">Gets the rows.</param>
/// <param name="columns">Columns beside the dates.</param>
/// <param name="threads">Most blocks read at once.</param>
internal sealed class ParallelParsing(Func<RowParser> newParser, TableBuilder builder, int columns, int threads)
{
    private readonly ConcurrentBag<RowParser> _parsers = [];
    private readonly ConcurrentBag<ParsedRows> _tables = [];
    private readonly Queue<Task<ParsedRows>> _running = new();

    /// <summary>Takes a block and reads it, now or on another thread. The block is returned afterwards.</summary>
    public async Task AddAsync(TextBlock block)
    {
        if (threads <= 1)
        {
            Take(Parse(block));
            return;
        }

        while (_running.Count >= 2 * threads || (_running.TryPeek(out Task<ParsedRows>? first) && first.IsCompleted))
        {
            Take(await _running.Dequeue().ConfigureAwait(false));
        }

        _running.Enqueue(Task.Run(() => Parse(block)));
    }

    /// <summary>Reads a block before any other is added.</summary>
    public void Add(TextBlock block) => Take(Parse(block));

    /// <summary>Waits for the blocks under way.</summary>
    public async Task FinishAsync()
    {
        while (_running.TryDequeue(out Task<ParsedRows>? next))
        {
            Take(await next.ConfigureAwait(false));
        }
    }

    /// <summary>Waits until no thread works on a block any more, whatever became of it.</summary>
    public async Task StopAsync() => await ((Task)Task.WhenAll(_running)).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);

    private ParsedRows Parse(TextBlock block)
    {
        RowParser parser = _parsers.TryTake(out RowParser? idle) ? idle : newParser();
        ParsedRows rows = _tables.TryTake(out ParsedRows? empty) ? empty : new ParsedRows(columns);
        parser.Parse(block.Text, block.FirstLine, rows);
        block.Return();
        _parsers.Add(parser);
        return rows;
    }

    private void Take(ParsedRows rows)
    {
        builder.Append(rows);
        _tables.Add(rows);
    }
}
