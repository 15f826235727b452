using System.Collections.Immutable;

namespace Tradewind.Storage;

/// <summary>
/// Everything the server keeps. Implementations are safe for use from many threads; every write is one transaction that is on
/// disk when its task completes.
/// </summary>
public interface IStore : IAsyncDisposable
{
    /// <summary>Market data by instrument and timeframe.</summary>
    ISeriesStore Series { get; }

    /// <summary>Append-only event streams of paper sessions, feeds and signals.</summary>
    IJournalStore Journals { get; }

    /// <summary>Documents by collection and id: models, results, operations, sessions, feeds.</summary>
    IDocumentStore Documents { get; }

    /// <summary>Answers to mutations by request id.</summary>
    IIdempotencyStore Requests { get; }

    /// <summary>Writes a consistent copy while the store stays in use; the copy appears under its name only when it is complete.</summary>
    /// <exception cref="Tradewind.Domain.Errors.PreconditionException">Something exists at <paramref name="path"/>.</exception>
    Task BackupAsync(string path, CancellationToken cancellation = default);

    /// <summary>Checks the structure of the store and the checksum of every chunk.</summary>
    /// <returns>Problems in words; empty when there is none.</returns>
    Task<ImmutableArray<string>> CheckIntegrityAsync(CancellationToken cancellation = default);
}
