using System.Collections.Concurrent;
using Dapper;
using Microsoft.Data.Sqlite;

namespace Tradewind.Storage;

/// <summary>
/// Connections to one database file: a single writer behind an asynchronous lock, and a pool of readers that see the last
/// committed state without waiting for it. SQLite itself is synchronous, so its work runs on the thread pool and never holds the
/// caller's thread.
/// </summary>
internal sealed class SqliteDatabase : IAsyncDisposable
{
    private readonly SqliteConnection _writer;
    private readonly SemaphoreSlim _writerTurn = new(1, 1);
    private readonly ConcurrentBag<SqliteConnection> _idleReaders = [];
    private readonly SemaphoreSlim _readerTurn;
    private readonly FileStream _lock;
    private readonly int _readerLimit;
    private bool _disposed;

    private SqliteDatabase(string path, SqliteConnection writer, FileStream fileLock)
    {
        (Path, _writer, _lock) = (path, writer, fileLock);
        _readerLimit = Math.Clamp(Environment.ProcessorCount * 2, 4, 16);
        _readerTurn = new SemaphoreSlim(_readerLimit, _readerLimit);
    }

    public string Path { get; }

    public static Task<SqliteDatabase> OpenAsync(string path, CancellationToken cancellation) => Task.Run(
        () =>
        {
            _ = SqliteLibrary.Description;
            FileStream fileLock = Lock(path);
            SqliteConnection? writer = null;
            try
            {
                writer = Connect(path, SqliteOpenMode.ReadWriteCreate);
                SqliteMigrations.Apply(writer, path, cancellation);
                return new SqliteDatabase(path, writer, fileLock);
            }
            catch (Exception exception)
            {
                writer?.Dispose();
                fileLock.Dispose();
                const int NotADatabase = 26;
                if (exception is SqliteException { SqliteErrorCode: NotADatabase })
                {
                    throw new StoreOpenException("STORE_FOREIGN_FILE", $"'{path}' is not a database; name another file.", exception);
                }

                throw;
            }
        },
        cancellation);

    /// <summary>Runs work on one snapshot.</summary>
    public async Task<T> ReadAsync<T>(Func<SqliteConnection, T> work, CancellationToken cancellation)
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

    /// <summary>Runs work in a transaction that is on disk when the task completes; any exception undoes all of it.</summary>
    public async Task<T> WriteAsync<T>(Func<SqliteConnection, T> work, CancellationToken cancellation)
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

    public async ValueTask DisposeAsync()
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
        catch (IOException exception) when (exception is not (DirectoryNotFoundException or FileNotFoundException))
        {
            throw new StoreOpenException(
                "STORE_IN_USE", $"The store '{path}' is open in another process; stop that one or name another file.", exception);
        }
    }
}
