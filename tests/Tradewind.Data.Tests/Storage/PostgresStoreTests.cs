using Tradewind.Storage;
using Tradewind.Testing;

namespace Tradewind.Data.Tests.Storage;

[Collection(PostgresCluster.Collection)]
public sealed class PostgresStoreTests(PostgresDatabaseFixture database) : IClassFixture<PostgresDatabaseFixture>
{
    [Fact]
    public async Task Refuses_a_store_that_is_open()
    {
        string connection = await database.CreateSchemaAsync();
        await using PostgresStore store = await PostgresStore.OpenAsync(connection);

        Assert.Equal("STORE_IN_USE", await ReasonOfOpening(connection));
    }

    [Fact]
    public async Task Refuses_a_newer_schema_and_a_changed_migration()
    {
        string connection = await CreateAsync();
        await LocalPostgres.ExecuteAsync(connection, "INSERT INTO schema_migration VALUES (9999, 'future', 'x')");
        Assert.Equal("STORE_NEWER_SCHEMA", await ReasonOfOpening(connection));

        await LocalPostgres.ExecuteAsync(connection, "DELETE FROM schema_migration WHERE number = 9999; UPDATE schema_migration SET checksum = 'x'");
        Assert.Equal("STORE_MIGRATION_CHANGED", await ReasonOfOpening(connection));
    }

    [Fact]
    public async Task Refuses_tables_of_another_program()
    {
        string connection = await database.CreateSchemaAsync();
        await LocalPostgres.ExecuteAsync(connection, "CREATE TABLE customer (id INTEGER)");

        Assert.Equal("STORE_FOREIGN_DATABASE", await ReasonOfOpening(connection));
    }

    [Theory]
    [InlineData("nonsense", "STORE_CONNECTION_INVALID")]
    [InlineData("Host=127.0.0.1;Pasword=hunter2", "STORE_CONNECTION_INVALID")]
    [InlineData("Host=127.0.0.1;Password=hunter2", "STORE_CONNECTION_INVALID")]
    [InlineData("Host=127.0.0.1;Port=1;Username=u;Password=hunter2;Database=d", "STORE_UNREACHABLE")]
    public async Task Says_what_is_wrong_with_a_connection_without_showing_it(string connection, string reason)
    {
        StoreOpenException error = await Assert.ThrowsAsync<StoreOpenException>(() => PostgresStore.OpenAsync(connection));

        Assert.Equal(reason, error.Reason);
        Assert.DoesNotContain("hunter2", error.ToString());
    }

    [Fact]
    public async Task A_wrong_password_is_not_shown_either()
    {
        string connection = (await database.CreateSchemaAsync()).Replace(LocalPostgres.Password, "hunter2");

        StoreOpenException error = await Assert.ThrowsAsync<StoreOpenException>(() => PostgresStore.OpenAsync(connection));

        Assert.Equal("STORE_UNREACHABLE", error.Reason);
        Assert.DoesNotContain("hunter2", error.ToString());
    }

    [Fact]
    public async Task Journal_entries_are_kept_from_other_programs()
    {
        string connection = await database.CreateSchemaAsync();
        await using PostgresStore store = await PostgresStore.OpenAsync(connection);
        await store.Journals.AppendAsync("s", [new JournalEntry(1, 0, "k", new byte[] { 1 })]);

        foreach (string change in new[] { "DELETE FROM journal_entry", "UPDATE journal_entry SET kind = 'x'", "TRUNCATE journal_entry" })
        {
            Exception error = await Assert.ThrowsAnyAsync<Exception>(() => LocalPostgres.ExecuteAsync(connection, change));
            Assert.Contains("append-only", error.Message);
        }
    }

    [Fact]
    public async Task Goes_on_after_its_sessions_were_cut()
    {
        string connection = await database.CreateSchemaAsync();
        await using PostgresStore store = await PostgresStore.OpenAsync(connection);
        await store.Series.PutAsync([SampleSeries.Bars("X", 3)]);

        await LocalPostgres.ExecuteAsync(
            connection, "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()");
        StoreFaultException error = await Assert.ThrowsAsync<StoreFaultException>(() => store.Series.PutAsync([SampleSeries.Bars("X", 4)]));
        await store.Series.PutAsync([SampleSeries.Bars("X", 5)]);

        Assert.Equal(StoreFault.Unreachable, error.Fault);
        Assert.Equal("STORE_IN_USE", await ReasonOfOpening(connection));
        Assert.Equal(5, await RowsAfterRetryAsync(store));
    }

    [Fact]
    public async Task A_read_only_database_refuses_writes_and_goes_on_reading()
    {
        string connection = await database.CreateSchemaAsync();
        await using PostgresStore store = await PostgresStore.OpenAsync(connection);
        await store.Series.PutAsync([SampleSeries.Bars("X", 3)]);
        string role = $"reader_{Guid.NewGuid():N}";
        await LocalPostgres.ExecuteAsync(
            connection,
            $"""
             CREATE ROLE {role} SUPERUSER LOGIN PASSWORD '{LocalPostgres.Password}';
             ALTER ROLE {role} SET default_transaction_read_only = on
             """);
        await store.DisposeAsync();
        await using PostgresStore readOnly = await PostgresStore.OpenAsync(connection.Replace("Username=tradewind", $"Username={role}"));

        StoreFaultException error = await Assert.ThrowsAsync<StoreFaultException>(() => readOnly.Series.PutAsync([SampleSeries.Bars("X", 4)]));

        Assert.Equal("STORE_READ_ONLY", error.Reason);
        Assert.Equal(3, (await readOnly.Series.ReadAsync("X")).Count);
    }

    // A pooled session that was cut is noticed by the first read that uses it.
    private static async Task<int> RowsAfterRetryAsync(PostgresStore store)
    {
        for (; ; )
        {
            try
            {
                return (await store.Series.ReadAsync("X")).Count;
            }
            catch (StoreFaultException)
            {
                // At most as often as there were sessions.
            }
        }
    }

    private async Task<string> CreateAsync()
    {
        string connection = await database.CreateSchemaAsync();
        await using PostgresStore store = await PostgresStore.OpenAsync(connection);
        return connection;
    }

    private static async Task<string> ReasonOfOpening(string connection) =>
        (await Assert.ThrowsAsync<StoreOpenException>(() => PostgresStore.OpenAsync(connection))).Reason;
}
