namespace Tradewind.Testing;

/// <summary>One PostgreSQL server for the tests that share it.</summary>
public sealed class PostgresCluster : IAsyncLifetime
{
    /// <summary>Name of the collection of tests that share one.</summary>
    public const string Collection = "PostgreSQL";

    private LocalPostgres? _server;

    /// <inheritdoc />
    public async Task InitializeAsync() => _server = await LocalPostgres.StartAsync();

    /// <inheritdoc />
    public async Task DisposeAsync() => await _server!.DisposeAsync();

    /// <summary>Makes an empty database.</summary>
    /// <returns>How to connect to it.</returns>
    public Task<string> CreateDatabaseAsync() => _server!.CreateDatabaseAsync();
}
