using System.Collections.Immutable;
using System.Data;
using System.Data.Common;
using Dapper;

namespace Tradewind.Storage;

/// <summary>Journals in a table. Triggers keep entries from being changed even by other programs.</summary>
internal sealed class JournalStore(StoreDatabase database) : IJournalStore
{
    public Task AppendAsync(string streamId, IReadOnlyList<JournalEntry> entries, CancellationToken cancellation)
    {
        ArgumentException.ThrowIfNullOrEmpty(streamId);
        ArgumentNullException.ThrowIfNull(entries);
        return entries.Count == 0
            ? Task.CompletedTask
            : database.WriteAsync(connection => Append(connection, streamId, entries), cancellation);
    }

    public Task<ImmutableArray<JournalEntry>> ReadAsync(string streamId, long afterSequence, int limit, CancellationToken cancellation)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(limit);
        return database.ReadAsync(
            connection => connection
                .Query<(long Sequence, long EventTime, string Kind, byte[] Payload)>(
                    """
                    SELECT e.sequence, e.event_time, e.kind, e.payload
                    FROM journal_stream s JOIN journal_entry e ON e.stream_key = s.stream_key
                    WHERE s.id = @streamId AND e.sequence > @afterSequence
                    ORDER BY e.sequence LIMIT @limit
                    """,
                    new { streamId, afterSequence, limit })
                .Select(row => new JournalEntry(row.Sequence, row.EventTime, row.Kind, row.Payload))
                .ToImmutableArray(),
            cancellation);
    }

    public Task<long> LastSequenceAsync(string streamId, CancellationToken cancellation) =>
        database.ReadAsync(
            connection => connection.ExecuteScalar<long>("SELECT last_sequence FROM journal_stream WHERE id = @streamId", new { streamId }),
            cancellation);

    public Task<ImmutableArray<JournalStream>> ListStreamsAsync(string prefix, CancellationToken cancellation) =>
        database.ReadAsync(
            connection => connection
                .Query<JournalStream>(
                    """
                    SELECT id AS Id, last_sequence AS LastSequence FROM journal_stream
                    WHERE substr(id, 1, length(@prefix)) = @prefix ORDER BY id
                    """,
                    new { prefix })
                .ToImmutableArray(),
            cancellation);

    private static bool Append(DbConnection connection, string streamId, IReadOnlyList<JournalEntry> entries)
    {
        connection.Execute("INSERT INTO journal_stream (id, last_sequence) VALUES (@streamId, 0) ON CONFLICT DO NOTHING", new { streamId });
        (long key, long last) = connection.QuerySingle<(long, long)>(
            "SELECT stream_key, last_sequence FROM journal_stream WHERE id = @streamId", new { streamId });
        using PreparedCommand insert = new(
            connection,
            "INSERT INTO journal_entry (stream_key, sequence, event_time, kind, payload) VALUES (@key, @sequence, @time, @kind, @payload)",
            ("@key", DbType.Int64), ("@sequence", DbType.Int64), ("@time", DbType.Int64), ("@kind", DbType.String), ("@payload", DbType.Binary));
        foreach (JournalEntry entry in entries)
        {
            if (entry.Sequence != last + 1)
            {
                throw new JournalSequenceException(streamId, last + 1, entry.Sequence);
            }

            insert.Run(key, entry.Sequence, entry.EventTime, entry.Kind, entry.Payload.ToArray());
            last = entry.Sequence;
        }

        connection.Execute("UPDATE journal_stream SET last_sequence = @last WHERE stream_key = @key", new { last, key });
        return true;
    }
}
