using System.Collections.Immutable;

namespace Tradewind.Storage;

/// <summary>
/// Append-only event streams. A stream begins with its first entry; its sequences are contiguous from 1. Entries are never changed
/// or deleted.
/// </summary>
public interface IJournalStore
{
    /// <summary>Appends entries in one transaction; when the task completes they are on disk.</summary>
    /// <exception cref="JournalSequenceException">
    /// The first sequence is not the one after the last stored, or the sequences are not contiguous. Nothing is appended.
    /// </exception>
    Task AppendAsync(string streamId, IReadOnlyList<JournalEntry> entries, CancellationToken cancellation = default);

    /// <summary>At most <paramref name="limit"/> entries with a sequence above <paramref name="afterSequence"/>, ascending; none for an unknown stream.</summary>
    Task<ImmutableArray<JournalEntry>> ReadAsync(
        string streamId, long afterSequence, int limit, CancellationToken cancellation = default);

    /// <summary>Sequence of the last entry; 0 for an unknown stream.</summary>
    Task<long> LastSequenceAsync(string streamId, CancellationToken cancellation = default);

    /// <summary>Streams whose id begins with <paramref name="prefix"/> (exact case), in ascending order of their ids.</summary>
    Task<ImmutableArray<JournalStream>> ListStreamsAsync(string prefix = "", CancellationToken cancellation = default);
}
