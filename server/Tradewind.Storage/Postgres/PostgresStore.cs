namespace Tradewind.Storage;

/// <summary>
/// The server store: the tables of the embedded store in a PostgreSQL database (15 or newer), in the first schema of the connection's
/// search path. One process at a time may open it, held by an advisory lock of the session that writes.
/// </summary>
public sealed class PostgresStore : RelationalStore
{
    private readonly PostgresDatabase _database;

    private PostgresStore(PostgresDatabase database)
        : base(database) => _database = database;

    /// <summary>Opens the store, creating its tables or bringing them up to date as needed.</summary>
    /// <param name="connectionString">Where the database is, in Npgsql's form; its content never appears in errors.</param>
    /// <param name="clock">Clock that stamps revisions; null for the system's.</param>
    /// <param name="cancellation">Cancels the opening between migrations.</param>
    /// <exception cref="StoreOpenException">Not reachable, in use, of a newer schema, or with tables of another program.</exception>
    public static async Task<PostgresStore> OpenAsync(
        string connectionString, TimeProvider? clock = null, CancellationToken cancellation = default) =>
        new(await PostgresDatabase.OpenAsync(connectionString, clock ?? TimeProvider.System, cancellation).ConfigureAwait(false));

    private protected override async Task CopyToAsync(string path, IProgress<StoreProgress>? progress, CancellationToken cancellation)
    {
        try
        {
            SqliteDatabase target = await SqliteDatabase.OpenAsync(path, new SqliteStoreOptions(), cancellation).ConfigureAwait(false);
            await using (target.ConfigureAwait(false))
            {
                await _database.WithSnapshotAsync(
                    source => target.WriteAsync(copy => StoreCopy.Run(source, copy, progress, cancellation), cancellation), cancellation).ConfigureAwait(false);
            }
        }
        finally
        {
            // The lock of the copy: it is complete and nobody has it open.
            File.Delete(path + ".lock");
        }
    }
}
