using System.Collections.Concurrent;
using System.Data.Common;
using System.Globalization;
using Dapper;
using Microsoft.Data.Sqlite;
using SQLitePCL;

namespace Tradewind.Storage;

/// <summary>
/// Connections to one database file: a single writer behind an asynchronous lock, and a pool of readers that see the last
/// committed state without waiting for it. SQLite itself is synchronous, so its work runs on the thread pool and never holds the
/// caller's thread.
/// </summary>
internal sealed class SqliteDatabase : StoreDatabase
{
    /// <summary>Marks the file as ours in its header ("TWND").</summary>
    private const int ApplicationId = 0x54574E44;

    private readonly SqliteConnection _writer;
    private readonly SemaphoreSlim _writerTurn = new(1, 1);
    private readonly ConcurrentBag<SqliteConnection> _idleReaders = [];
    private readonly SemaphoreSlim _readerTurn;
    private readonly FileStream _lock;
    private readonly int _readerLimit;
    private bool _disposed;

    private SqliteDatabase(string path, SqliteConnection writer, FileStream fileLock, TimeProvider clock)
        : base(clock)
    {
        (Path, _writer, _lock) = (path, writer, fileLock);
        _readerLimit = Math.Clamp(Environment.ProcessorCount * 2, 4, 16);
        _readerTurn = new SemaphoreSlim(_readerLimit, _readerLimit);
    }

    public override string Engine => $"SQLite {SqliteLibrary.Description}";

    private string Path { get; }

    public static Task<SqliteDatabase> OpenAsync(string path, SqliteStoreOptions options, CancellationToken cancellation) => Task.Run(
        () =>
        {
            _ = SqliteLibrary.Description;
            FileStream fileLock = Lock(path);
            SqliteConnection? writer = null;
            try
            {
                writer = Connect(path, SqliteOpenMode.ReadWriteCreate);
                Claim(writer, path);
                // References are checked afterwards: a migration may have to make anew a table that others refer to.
                writer.Execute("PRAGMA foreign_keys = OFF");
                SchemaMigrations.Apply(writer, "sqlite", path, cancellation);
                writer.Execute("PRAGMA foreign_keys = ON");
                Limit(writer, options.MaxBytes);
                return new SqliteDatabase(path, writer, fileLock, options.Clock);
            }
            catch (Exception exception)
            {
                writer?.Dispose();
                fileLock.Dispose();
                throw exception is SqliteException error && NotOpened(error, path) is { } explained ? explained : exception;
            }
        },
        cancellation);

    protected override async Task<T> SnapshotAsync<T>(Func<DbConnection, T> work, CancellationToken cancellation)
    {
        await _readerTurn.WaitAsync(cancellation).ConfigureAwait(false);
        try
        {
            return await Task.Run(
                () =>
                {
                    SqliteConnection reader = _idleReaders.TryTake(out SqliteConnection? idle) ? idle : Connect(Path, SqliteOpenMode.ReadOnly);
                    try
                    {
                        using SqliteTransaction snapshot = reader.BeginTransaction(deferred: true);
                        return work(reader);
                    }
                    finally
                    {
                        _idleReaders.Add(reader);
                    }
                },
                cancellation).ConfigureAwait(false);
        }
        finally
        {
            _readerTurn.Release();
        }
    }

    protected override async Task<T> TransactionAsync<T>(Func<DbConnection, T> work, CancellationToken cancellation)
    {
        await _writerTurn.WaitAsync(cancellation).ConfigureAwait(false);
        try
        {
            return await Task.Run(
                () =>
                {
                    using SqliteTransaction transaction = _writer.BeginTransaction(deferred: false);
                    T result = work(_writer);
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

    /// <summary>Runs a statement that SQLite forbids inside a transaction, on a connection of its own.</summary>
    public Task RunAloneAsync(Action<SqliteConnection> work, CancellationToken cancellation) => Task.Run(
        () =>
        {
            using SqliteConnection connection = Connect(Path, SqliteOpenMode.ReadOnly);
            work(connection);
        },
        cancellation);

    public override async Task VacuumAsync(CancellationToken cancellation)
    {
        await _writerTurn.WaitAsync(cancellation).ConfigureAwait(false);
        try
        {
            await Task.Run(() => _writer.Execute("VACUUM; PRAGMA wal_checkpoint(TRUNCATE)"), cancellation).ConfigureAwait(false);
        }
        catch (SqliteException error) when (FaultOf(error) is { } fault)
        {
            throw new StoreFaultException(fault, Detail(error), error);
        }
        finally
        {
            _writerTurn.Release();
        }
    }

    public override (long SizeBytes, long? FreeBytes) Space(DbConnection connection)
    {
        long page = connection.ExecuteScalar<long>("PRAGMA page_size");
        FileInfo log = new(Path + "-wal");
        return (
            page * connection.ExecuteScalar<long>("PRAGMA page_count") + (log.Exists ? log.Length : 0),
            page * connection.ExecuteScalar<long>("PRAGMA freelist_count"));
    }

    public override IEnumerable<string> StructuralProblems(DbConnection connection) => connection.Query<string>("PRAGMA integrity_check")
        .Concat(connection.Query<string>("SELECT 'broken reference in ' || \"table\" || ' row ' || rowid FROM pragma_foreign_key_check"))
        .Where(line => line != "ok");

    // Straight from SQLite's page cache: the reader's own GetFieldValue would copy.
    public override ReadOnlySpan<byte> BytesOf(DbDataReader reader, int column) =>
        raw.sqlite3_column_blob(((SqliteDataReader)reader).Handle, column);

    public override StoreFault? FaultOf(DbException error) => (error as SqliteException)?.SqliteErrorCode switch
    {
        raw.SQLITE_FULL => StoreFault.Full,
        raw.SQLITE_READONLY => StoreFault.ReadOnly,
        raw.SQLITE_CORRUPT or raw.SQLITE_NOTADB => StoreFault.Damaged,
        raw.SQLITE_IOERR or raw.SQLITE_CANTOPEN => StoreFault.Unreachable,
        _ => null,
    };

    protected override string Detail(DbException error) => error.Message;

    public override async ValueTask DisposeAsync()
    {
        if (Interlocked.Exchange(ref _disposed, true))
        {
            return;
        }

        // Take every turn, so that nothing is closed under running work.
        for (int i = 0; i < _readerLimit; i++)
        {
            await _readerTurn.WaitAsync().ConfigureAwait(false);
        }

        await _writerTurn.WaitAsync().ConfigureAwait(false);
        foreach (SqliteConnection reader in _idleReaders)
        {
            await reader.DisposeAsync().ConfigureAwait(false);
        }

        // Last, because the last connection to close folds the write-ahead log into the file and a reader may not write.
        await _writer.DisposeAsync().ConfigureAwait(false);
        await _lock.DisposeAsync().ConfigureAwait(false);
        _readerTurn.Dispose();
        _writerTurn.Dispose();
    }

    private static void Claim(SqliteConnection connection, string path)
    {
        using SqliteTransaction transaction = connection.BeginTransaction(deferred: false);
        long applicationId = connection.ExecuteScalar<long>("PRAGMA application_id");
        if (applicationId == ApplicationId)
        {
            return;
        }

        if (applicationId != 0 || connection.ExecuteScalar<long>("SELECT count(*) FROM sqlite_master") > 0)
        {
            throw new StoreOpenException("STORE_FOREIGN_FILE", $"'{path}' is a database of another program; name another file.");
        }

        connection.Execute(string.Create(CultureInfo.InvariantCulture, $"PRAGMA application_id = {ApplicationId}; {SchemaMigrations.Table}"));
        transaction.Commit();
    }

    private static void Limit(SqliteConnection writer, long maxBytes)
    {
        if (maxBytes > 0)
        {
            long pages = Math.Max(1, maxBytes / writer.ExecuteScalar<long>("PRAGMA page_size"));
            writer.Execute(string.Create(CultureInfo.InvariantCulture, $"PRAGMA max_page_count = {pages}"));
        }
    }

    private static StoreOpenException? NotOpened(SqliteException error, string path) => error.SqliteErrorCode switch
    {
        raw.SQLITE_NOTADB => new StoreOpenException("STORE_FOREIGN_FILE", $"'{path}' is not a database; name another file.", error),
        raw.SQLITE_READONLY => ReadOnly(path, error),
        raw.SQLITE_FULL => NoRoom(path, error),
        _ => null,
    };

    private static StoreOpenException ReadOnly(string path, Exception error) => new(
        "STORE_READ_ONLY", $"The store '{path}' cannot be written. Give the server write access to the file and its folder, or name another.", error);

    private static StoreOpenException NoRoom(string path, Exception error) =>
        new("STORE_FULL", $"There is no room left on the disk of the store '{path}'. Free some, then start again.", error);

    private static SqliteConnection Connect(string path, SqliteOpenMode mode)
    {
        SqliteConnectionStringBuilder settings = new()
        {
            DataSource = path,
            Mode = mode,
            Cache = SqliteCacheMode.Private,
            ForeignKeys = true,
            Pooling = false,
        };
        SqliteConnection connection = new(settings.ToString());
        connection.Open();
        // A column chunk of 32 KiB lies in four pages instead of eight: loads are about a fifth faster, single appends no slower.
        // journal_size_limit gives the disk back after a large load has made the log grow.
        string writerOnly = mode == SqliteOpenMode.ReadOnly
            ? ""
            : "PRAGMA page_size = 8192; PRAGMA journal_mode = WAL; PRAGMA journal_size_limit = 67108864;";
        connection.Execute($"PRAGMA busy_timeout = 5000; PRAGMA synchronous = FULL; {writerOnly}");
        return connection;
    }

    // The lock of the operating system goes with the process, however it ends.
    private static FileStream Lock(string path)
    {
        try
        {
            return new FileStream(path + ".lock", FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
        }
        catch (UnauthorizedAccessException exception)
        {
            throw ReadOnly(path, exception);
        }
        catch (IOException exception) when (exception is not (DirectoryNotFoundException or FileNotFoundException))
        {
            // Errors of the system, as <errno.h> numbers them.
            const int NoSpace = 28;
            const int ReadOnlyFileSystem = 30;
            throw exception.HResult switch
            {
                NoSpace => NoRoom(path, exception),
                ReadOnlyFileSystem => ReadOnly(path, exception),
                _ => InUse(path, exception),
            };
        }
    }

    private static StoreOpenException InUse(string path, IOException exception) =>
        new("STORE_IN_USE", $"The store '{path}' is open in another process; stop that one or name another file.", exception);
}
