using System.Data;
using System.Data.Common;
using Dapper;
using Npgsql;

namespace Tradewind.Storage;

/// <summary>
/// Connections to one PostgreSQL database: a writer, whose session holds the lock that keeps other processes out, and a pool of readers
/// on snapshots. The lock lives and dies with the session that writes: who has lost it cannot write.
/// </summary>
internal sealed class PostgresDatabase : StoreDatabase
{
    // First of the two numbers of the advisory lock ("TWND"); the second one stands for the schema.
    private const int LockNumber = 0x54574E44;

    private readonly NpgsqlDataSource _readers;
    private readonly NpgsqlDataSource _writers;
    private readonly SemaphoreSlim _writerTurn = new(1, 1);
    private readonly string _name;
    private NpgsqlConnection? _writer;
    private string _version = "";
    private bool _disposed;

    private PostgresDatabase(NpgsqlConnectionStringBuilder settings, TimeProvider clock)
        : base(clock)
    {
        _name = settings.Database ?? "";
        settings.ApplicationName ??= "Tradewind";
        settings.MaxAutoPrepare = 64;
        settings.IncludeErrorDetail = false;
        settings.Pooling = false;
        _writers = NpgsqlDataSource.Create(settings);
        settings.Pooling = true;
        settings.Options = $"{settings.Options} -c default_transaction_read_only=on".Trim();
        _readers = NpgsqlDataSource.Create(settings);
    }

    public override string Engine => $"PostgreSQL {_version}";

    public static async Task<PostgresDatabase> OpenAsync(string connectionString, TimeProvider clock, CancellationToken cancellation)
    {
        PostgresDatabase database = new(Parse(connectionString), clock);
        try
        {
            await Task.Run(
                () =>
                {
                    NpgsqlConnection writer = database.Writer();
                    database.Claim(writer);
                    SchemaMigrations.Apply(writer, "postgres", database._name, cancellation);
                },
                cancellation).ConfigureAwait(false);
            return database;
        }
        catch (Exception error)
        {
            await database.DisposeAsync().ConfigureAwait(false);
            throw error is DbException failure
                ? new StoreOpenException(
                    "STORE_UNREACHABLE", $"The PostgreSQL database cannot be used as a store. Check storage_connection and the database server. ({database.Detail(failure)})", failure)
                : error;
        }
    }

    /// <summary>Runs asynchronous work on one snapshot, for work that takes long.</summary>
    public async Task WithSnapshotAsync(Func<DbConnection, Task> work, CancellationToken cancellation)
    {
        try
        {
            NpgsqlConnection connection = await _readers.OpenConnectionAsync(cancellation).ConfigureAwait(false);
            await using (connection.ConfigureAwait(false))
            {
                NpgsqlTransaction snapshot = await connection.BeginTransactionAsync(IsolationLevel.RepeatableRead, cancellation).ConfigureAwait(false);
                await using (snapshot.ConfigureAwait(false))
                {
                    await work(connection).ConfigureAwait(false);
                }
            }
        }
        catch (DbException error) when (FaultOf(error) is { } fault)
        {
            throw new StoreFaultException(fault, Detail(error), error);
        }
    }

    public override async Task VacuumAsync(CancellationToken cancellation)
    {
        await _writerTurn.WaitAsync(cancellation).ConfigureAwait(false);
        try
        {
            // Rows are made free for new data; the space goes back to the disk where it lies at the end of a table. VACUUM FULL would lock
            // readers out.
            await Task.Run(
                () => Writer().Execute("VACUUM (ANALYZE) chunk, chunk_column, series_revision, journal_entry, document, request", commandTimeout: 0),
                cancellation).ConfigureAwait(false);
        }
        catch (NpgsqlException error) when (FaultOf(error) is { } fault)
        {
            throw new StoreFaultException(fault, Detail(error), error);
        }
        finally
        {
            _writerTurn.Release();
        }
    }

    public override (long SizeBytes, long? FreeBytes) Space(DbConnection connection) => (
        connection.ExecuteScalar<long>(
            """
            SELECT CAST(COALESCE(sum(pg_total_relation_size(c.oid)), 0) AS BIGINT)
            FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace WHERE n.nspname = current_schema() AND c.relkind = 'r'
            """),
        null);

    // The database enforces its references and structure itself; what it cannot know is whether the disk still gives back what was written, so
    // the tables that have no checksums of their own are read through.
    public override IEnumerable<string> StructuralProblems(DbConnection connection) => connection
        .Query<string>(
            """
            SELECT 'index ' || i.indexrelid::regclass || ' is not valid' FROM pg_index i
            JOIN pg_class c ON c.oid = i.indrelid JOIN pg_namespace n ON n.oid = c.relnamespace
            WHERE n.nspname = current_schema() AND NOT i.indisvalid
            UNION ALL
            SELECT 'the database counts ' || checksum_failures || ' pages with wrong checksums' FROM pg_stat_database
            WHERE datname = current_database() AND checksum_failures > 0
            UNION ALL
            SELECT 'journal ' || s.id || ' has ' || count(e.sequence) || ' entries instead of ' || s.last_sequence FROM journal_stream s
            LEFT JOIN journal_entry e ON e.stream_key = s.stream_key AND length(e.payload) >= 0
            GROUP BY s.stream_key HAVING count(e.sequence) <> s.last_sequence
            UNION ALL
            SELECT 'documents cannot be read' WHERE (SELECT count(*) FROM document WHERE length(body) IS NULL) > 0
            """);

    public override ReadOnlySpan<byte> BytesOf(DbDataReader reader, int column) => reader.GetFieldValue<byte[]>(column);

    public override StoreFault? FaultOf(DbException error) => error switch
    {
        PostgresException { SqlState: PostgresErrorCodes.DiskFull } => StoreFault.Full,
        PostgresException { SqlState: PostgresErrorCodes.ReadOnlySqlTransaction } => StoreFault.ReadOnly,
        PostgresException { SqlState: PostgresErrorCodes.DataCorrupted or PostgresErrorCodes.IndexCorrupted } => StoreFault.Damaged,
        // Classes of SQLSTATE: connection, resources, intervention of an operator, errors of the system.
        PostgresException { SqlState: var state } when state[..2] is "08" or "53" or "57" or "58" => StoreFault.Unreachable,
        PostgresException => null,
        NpgsqlException => StoreFault.Unreachable,
        _ => null,
    };

    // The driver's own words on a lost connection name host and user.
    protected override string Detail(DbException error) =>
        error is PostgresException { SqlState: var state } ? $"SQLSTATE {state}" : "no connection";

    public override async ValueTask DisposeAsync()
    {
        if (Interlocked.Exchange(ref _disposed, true))
        {
            return;
        }

        await _writerTurn.WaitAsync().ConfigureAwait(false);
        if (_writer is not null)
        {
            await _writer.DisposeAsync().ConfigureAwait(false);
        }

        await _writers.DisposeAsync().ConfigureAwait(false);
        await _readers.DisposeAsync().ConfigureAwait(false);
        _writerTurn.Dispose();
    }

    protected override Task<T> SnapshotAsync<T>(Func<DbConnection, T> work, CancellationToken cancellation) => Task.Run(
        () =>
        {
            ObjectDisposedException.ThrowIf(_disposed, this);
            using NpgsqlConnection connection = _readers.OpenConnection();
            using NpgsqlTransaction snapshot = connection.BeginTransaction(IsolationLevel.RepeatableRead);
            return work(connection);
        },
        cancellation);

    protected override async Task<T> TransactionAsync<T>(Func<DbConnection, T> work, CancellationToken cancellation)
    {
        await _writerTurn.WaitAsync(cancellation).ConfigureAwait(false);
        try
        {
            return await Task.Run(
                () =>
                {
                    NpgsqlConnection writer = Writer();
                    using NpgsqlTransaction transaction = writer.BeginTransaction();
                    T result = work(writer);
                    transaction.Commit();
                    return result;
                },
                cancellation).ConfigureAwait(false);
        }
        finally
        {
            _writerTurn.Release();
        }
    }

    private static NpgsqlConnectionStringBuilder Parse(string connectionString)
    {
        try
        {
            NpgsqlConnectionStringBuilder settings = new(connectionString);
            return string.IsNullOrEmpty(settings.Host) || string.IsNullOrEmpty(settings.Database) ? throw Invalid() : settings;
        }
        catch (Exception error) when (error is ArgumentException or FormatException)
        {
            // Without the cause, whose text may quote what must stay secret.
            throw Invalid();
        }

        static StoreOpenException Invalid() => new(
            "STORE_CONNECTION_INVALID", "storage_connection must have the form 'Host=...;Database=...;Username=...;Password=...'; its content is not shown here.");
    }

    /// <summary>The session that writes; made anew, lock and all, where it was lost.</summary>
    private NpgsqlConnection Writer()
    {
        if (_writer is { State: ConnectionState.Open })
        {
            return _writer;
        }

        _writer?.Dispose();
        _writer = null;
        NpgsqlConnection connection = _writers.OpenConnection();
        try
        {
            // The wait covers the moment until the database notices that a killed process is gone.
            connection.Execute("SET synchronous_commit = on; SET lock_timeout = '2s'");
            connection.Execute("SELECT pg_advisory_lock(@LockNumber, hashtext(current_schema()))", new { LockNumber });
            connection.Execute("SET lock_timeout = 0");
        }
        catch (Exception error)
        {
            connection.Dispose();
            throw error is PostgresException { SqlState: PostgresErrorCodes.LockNotAvailable }
                ? new StoreOpenException("STORE_IN_USE", $"The store in the database '{_name}' is open in another process; stop that one or name another database.", error)
                : error;
        }

        _version = connection.PostgreSqlVersion.ToString();
        return _writer = connection;
    }

    private void Claim(NpgsqlConnection connection)
    {
        string[] tables = [.. connection.Query<string>("SELECT tablename FROM pg_tables WHERE schemaname = current_schema()")];
        if (tables.Contains("schema_migration", StringComparer.Ordinal))
        {
            return;
        }

        if (tables.Length > 0)
        {
            throw new StoreOpenException(
                "STORE_FOREIGN_DATABASE", $"The database '{_name}' has tables of another program; name another one, or a schema of its own with 'Search Path'.");
        }

        connection.Execute(SchemaMigrations.Table);
    }
}
