using Tradewind.Storage;
using Tradewind.Testing;

namespace Tradewind.Data.Tests.Storage;

/// <summary>A store in a schema of its own.</summary>
internal sealed class PostgresTestStore(PostgresDatabaseFixture database) : ITestStore
{
    private string? _connection;

    public async Task<IStore> OpenAsync(TimeProvider clock)
    {
        _connection ??= await database.CreateSchemaAsync();
        return await PostgresStore.OpenAsync(_connection, clock);
    }

    public Task ExecuteAsync(string sql) => LocalPostgres.ExecuteAsync(_connection!, sql);

    // The schema goes with the server of the tests.
    public ValueTask DisposeAsync() => ValueTask.CompletedTask;
}
