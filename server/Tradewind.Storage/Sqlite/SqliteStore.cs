using System.Collections.Immutable;
using Dapper;
using Microsoft.Data.Sqlite;
using Tradewind.Domain.Errors;

namespace Tradewind.Storage;

/// <summary>
/// The embedded store: one SQLite file with a write-ahead log, flushed to disk at every commit. One process at a
/// time may open it, held by a lock on the file of the same name with <c>.lock</c> added.
/// </summary>
public sealed class SqliteStore : IStore
{
    private readonly SqliteDatabase _database;
    private readonly SqliteSeriesStore _series;

    private SqliteStore(SqliteDatabase database)
    {
        _database = database;
        _series = new SqliteSeriesStore(database);
        Journals = new SqliteJournalStore(database);
        Documents = new SqliteDocumentStore(database);
        Requests = new SqliteIdempotencyStore(database);
    }

    /// <summary>Version of the native library in use and where it came from, e.g. <c>3.40.1 (system)</c>.</summary>
    public static string LibraryDescription => SqliteLibrary.Description;

    /// <inheritdoc />
    public ISeriesStore Series => _series;

    /// <inheritdoc />
    public IJournalStore Journals { get; }

    /// <inheritdoc />
    public IDocumentStore Documents { get; }

    /// <inheritdoc />
    public IIdempotencyStore Requests { get; }

    /// <summary>Opens the store, creating it or bringing its schema up to date as needed.</summary>
    /// <param name="path">Database file; its folder must exist.</param>
    /// <param name="cancellation">Cancels the opening between migrations.</param>
    /// <exception cref="StoreOpenException">In use, of a newer schema, or not a store.</exception>
    public static async Task<SqliteStore> OpenAsync(string path, CancellationToken cancellation = default) =>
        new(await SqliteDatabase.OpenAsync(path, cancellation).ConfigureAwait(false));

    /// <inheritdoc />
    public Task BackupAsync(string path, CancellationToken cancellation = default)
    {
        if (Path.Exists(path))
        {
            throw new PreconditionException("BACKUP_EXISTS", $"'{path}' exists; name a file that does not, or remove it first.");
        }

        return _database.RunAloneAsync(connection => CopyTo(connection, path), cancellation);
    }

    /// <inheritdoc />
    public async Task<ImmutableArray<string>> CheckIntegrityAsync(CancellationToken cancellation = default)
    {
        ImmutableArray<string> problems = await _database.ReadAsync(
            connection => connection.Query<string>("PRAGMA integrity_check")
                .Concat(connection.Query<string>("SELECT 'broken reference in ' || \"table\" || ' row ' || rowid FROM pragma_foreign_key_check"))
                .Where(line => line != "ok")
                .ToImmutableArray(),
            cancellation).ConfigureAwait(false);
        return problems.AddRange(await _series.FindDamageAsync(cancellation).ConfigureAwait(false));
    }

    /// <inheritdoc />
    public ValueTask DisposeAsync() => _database.DisposeAsync();

    private static void CopyTo(SqliteConnection connection, string path)
    {
        string partial = path + ".partial";
        File.Delete(partial);
        try
        {
            connection.Execute("VACUUM INTO @partial", new { partial });
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
}
