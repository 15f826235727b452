using System.Collections.Immutable;
using Tradewind.Domain.Errors;

namespace Tradewind.Storage;

/// <summary>A store in a relational database: the parts that do not depend on which one.</summary>
public abstract class RelationalStore : IStore
{
    private readonly StoreDatabase _database;
    private readonly SeriesStore _series;

    private protected RelationalStore(StoreDatabase database)
    {
        _database = database;
        _series = new SeriesStore(database);
        Journals = new JournalStore(database);
        Documents = new DocumentStore(database);
        Requests = new IdempotencyStore(database);
        Upkeep = new StoreUpkeep(database);
    }

    /// <inheritdoc />
    public ISeriesStore Series => _series;

    /// <inheritdoc />
    public IJournalStore Journals { get; }

    /// <inheritdoc />
    public IDocumentStore Documents { get; }

    /// <inheritdoc />
    public IIdempotencyStore Requests { get; }

    /// <inheritdoc />
    public IStoreUpkeep Upkeep { get; }

    /// <inheritdoc />
    public async Task BackupAsync(string path, IProgress<StoreProgress>? progress = null, CancellationToken cancellation = default)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        if (Path.Exists(path))
        {
            throw new PreconditionException("BACKUP_EXISTS", $"'{Path.GetFileName(path)}' exists; name a file that does not, or remove it first.");
        }

        string partial = path + ".partial";
        File.Delete(partial);
        try
        {
            await CopyToAsync(partial, progress, cancellation).ConfigureAwait(false);
            using (FileStream copy = new(partial, FileMode.Open, FileAccess.ReadWrite))
            {
                copy.Flush(flushToDisk: true);
            }

            File.Move(partial, path);
        }
        finally
        {
            File.Delete(partial);
        }
    }

    /// <inheritdoc />
    public async Task<ImmutableArray<string>> CheckIntegrityAsync(
        IProgress<StoreProgress>? progress = null, CancellationToken cancellation = default)
    {
        progress?.Report(new StoreProgress(0, "structure"));
        ImmutableArray<string> problems = await _database.ReadAsync(
            connection => _database.StructuralProblems(connection).ToImmutableArray(), cancellation).ConfigureAwait(false);
        return problems.AddRange(await _series.FindDamageAsync(progress, cancellation).ConfigureAwait(false));
    }

    /// <inheritdoc />
    public ValueTask DisposeAsync()
    {
        GC.SuppressFinalize(this);
        return _database.DisposeAsync();
    }

    /// <summary>Writes a consistent copy to a file that does not exist yet, in the form of the embedded store.</summary>
    private protected abstract Task CopyToAsync(string path, IProgress<StoreProgress>? progress, CancellationToken cancellation);
}
