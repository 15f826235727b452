using Dapper;
using Microsoft.Data.Sqlite;
using Tradewind.Storage;

namespace Tradewind.Data.Tests.Storage;

/// <summary>A store in a file of its own.</summary>
internal sealed class SqliteTestStore : ITestStore
{
    private readonly TemporaryFolder _folder = new();

    private string FilePath => _folder.File("store.db");

    public async Task<IStore> OpenAsync(TimeProvider clock) => await SqliteStore.OpenAsync(FilePath, new SqliteStoreOptions { Clock = clock });

    public async Task ExecuteAsync(string sql)
    {
        await using SqliteConnection connection = new($"Data Source={FilePath};Pooling=False");
        await connection.OpenAsync();
        await connection.ExecuteAsync(sql);
    }

    public ValueTask DisposeAsync()
    {
        _folder.Dispose();
        return ValueTask.CompletedTask;
    }
}
