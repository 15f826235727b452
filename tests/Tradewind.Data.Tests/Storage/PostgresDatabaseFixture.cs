using Tradewind.Testing;

namespace Tradewind.Data.Tests.Storage;

/// <summary>A database for the tests of one class; each test has a schema of its own in it.</summary>
public sealed class PostgresDatabaseFixture(PostgresCluster cluster) : IAsyncLifetime
{
    private string _connection = "";

    public async Task InitializeAsync() => _connection = await cluster.CreateDatabaseAsync();

    public Task DisposeAsync() => Task.CompletedTask;

    /// <summary>How to connect to a new, empty schema.</summary>
    public async Task<string> CreateSchemaAsync()
    {
        string name = $"test_{Guid.NewGuid():N}";
        await LocalPostgres.ExecuteAsync(_connection, $"CREATE SCHEMA {name}");
        return $"{_connection};Search Path={name}";
    }
}
