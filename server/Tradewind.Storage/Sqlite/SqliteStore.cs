using Dapper;

namespace Tradewind.Storage;

/// <summary>
/// The embedded store: one SQLite file with a write-ahead log, flushed to disk at every commit. One process at a
/// time may open it, held by a lock on the file of the same name with <c>.lock</c> added.
/// </summary>
public sealed class SqliteStore : RelationalStore
{
    private readonly SqliteDatabase _database;

    private SqliteStore(SqliteDatabase database)
        : base(database) => _database = database;

    /// <summary>Version of the native library in use and where it came from, e.g. <c>3.40.1 (system)</c>.</summary>
    public static string LibraryDescription => SqliteLibrary.Description;

    /// <summary>Opens the store, creating it or bringing its schema up to date as needed.</summary>
    /// <param name="path">Database file; its folder must exist.</param>
    /// <param name="cancellation">Cancels the opening between migrations.</param>
    /// <exception cref="StoreOpenException">In use, not writable, of a newer schema, or not a store.</exception>
    public static Task<SqliteStore> OpenAsync(string path, CancellationToken cancellation = default) =>
        OpenAsync(path, new SqliteStoreOptions(), cancellation);

    /// <summary>Opens the store, creating it or bringing its schema up to date as needed.</summary>
    /// <param name="path">Database file; its folder must exist.</param>
    /// <param name="options">Clock and limit.</param>
    /// <param name="cancellation">Cancels the opening between migrations.</param>
    /// <exception cref="StoreOpenException">In use, not writable, of a newer schema, or not a store.</exception>
    public static async Task<SqliteStore> OpenAsync(string path, SqliteStoreOptions options, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(options);
        return new SqliteStore(await SqliteDatabase.OpenAsync(path, options, cancellation).ConfigureAwait(false));
    }

    private protected override Task CopyToAsync(string path, IProgress<StoreProgress>? progress, CancellationToken cancellation)
    {
        progress?.Report(new StoreProgress(0, "copying"));
        return _database.RunAloneAsync(connection => connection.Execute("VACUUM INTO @path", new { path }), cancellation);
    }
}
