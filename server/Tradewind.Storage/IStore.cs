using System.Collections.Immutable;

namespace Tradewind.Storage;

/// <summary>
/// Everything the server keeps. Implementations are safe for use from many threads; every write is one transaction that is on
/// disk when its task completes. Any call may throw <see cref="StoreFaultException"/>.
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

    /// <summary>Retention, compaction, figures.</summary>
    IStoreUpkeep Upkeep { get; }

    /// <summary>
    /// Writes a consistent copy while the store stays in use: a file that the embedded store opens, whichever database this one lives in.
    /// The copy appears under its name only when it is complete.
    /// </summary>
    /// <param name="path">File to write; nothing may exist there.</param>
    /// <param name="progress">Told how far it is, where the database says; null for nobody.</param>
    /// <param name="cancellation">Cancels where the database allows it; no file is left then.</param>
    /// <exception cref="Tradewind.Domain.Errors.PreconditionException">Something exists at <paramref name="path"/>.</exception>
    Task BackupAsync(string path, IProgress<StoreProgress>? progress = null, CancellationToken cancellation = default);

    /// <summary>Checks the structure of the store, the checksum of every chunk and the content hash of every series.</summary>
    /// <param name="progress">Told of each series; null for nobody.</param>
    /// <param name="cancellation">Cancels the check.</param>
    /// <returns>Problems in words; empty when there is none.</returns>
    Task<ImmutableArray<string>> CheckIntegrityAsync(IProgress<StoreProgress>? progress = null, CancellationToken cancellation = default);
}
