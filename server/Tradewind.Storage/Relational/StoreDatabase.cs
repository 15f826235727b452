using System.Data.Common;
using Tradewind.Domain.Market;

namespace Tradewind.Storage;

/// <summary>
/// A relational database the store lives in: one writer at a time, and readers that each see one committed state without waiting for it.
/// What the databases do alike is written once on top of this; here is what they do differently. The work itself is synchronous and
/// runs on the thread pool.
/// </summary>
internal abstract class StoreDatabase(TimeProvider clock) : IAsyncDisposable
{
    /// <summary>Database and version, for people.</summary>
    public abstract string Engine { get; }

    /// <summary>The present, UNIX nanoseconds.</summary>
    public long Now => UnixTime.FromDateTimeOffset(clock.GetUtcNow());

    /// <summary>Runs work on one snapshot.</summary>
    /// <exception cref="StoreFaultException">The database failed.</exception>
    public async Task<T> ReadAsync<T>(Func<DbConnection, T> work, CancellationToken cancellation)
    {
        try
        {
            return await SnapshotAsync(work, cancellation).ConfigureAwait(false);
        }
        catch (DbException error) when (FaultOf(error) is { } fault)
        {
            throw new StoreFaultException(fault, Detail(error), error);
        }
    }

    /// <summary>Runs work in a transaction that is on disk when the task completes; any exception undoes all of it.</summary>
    /// <exception cref="StoreFaultException">The database failed.</exception>
    public async Task<T> WriteAsync<T>(Func<DbConnection, T> work, CancellationToken cancellation)
    {
        try
        {
            return await TransactionAsync(work, cancellation).ConfigureAwait(false);
        }
        catch (DbException error) when (FaultOf(error) is { } fault)
        {
            throw new StoreFaultException(fault, Detail(error), error);
        }
    }

    /// <summary>Gives free space back to the disk, outside any transaction.</summary>
    public abstract Task VacuumAsync(CancellationToken cancellation);

    /// <summary>Space the database takes, and how much of it new data will fill first, where it says so.</summary>
    public abstract (long SizeBytes, long? FreeBytes) Space(DbConnection connection);

    /// <summary>Problems of structure the database itself finds.</summary>
    public abstract IEnumerable<string> StructuralProblems(DbConnection connection);

    /// <summary>The bytes of a column of the current row; valid until the reader moves on.</summary>
    public abstract ReadOnlySpan<byte> BytesOf(DbDataReader reader, int column);

    public abstract ValueTask DisposeAsync();

    protected abstract Task<T> SnapshotAsync<T>(Func<DbConnection, T> work, CancellationToken cancellation);

    protected abstract Task<T> TransactionAsync<T>(Func<DbConnection, T> work, CancellationToken cancellation);

    /// <summary>What an error of the database means; null where it is a mistake of this program.</summary>
    public abstract StoreFault? FaultOf(DbException error);

    /// <summary>The error in words that may be shown to anybody.</summary>
    protected abstract string Detail(DbException error);
}
