using System.Diagnostics;
using System.Runtime.Versioning;
using Dapper;
using Microsoft.Data.Sqlite;
using Tradewind.Domain.Market;
using Tradewind.Storage;

namespace Tradewind.Data.Tests.Storage;

public sealed class SqliteStoreTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    private string FilePath => _folder.File("store.db");

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Says_which_library_is_in_use() => Assert.Matches(@"^3\.\d+\.\d+ \((system|bundled)\)$", SqliteStore.LibraryDescription);

    [Fact]
    public async Task Refuses_a_store_that_is_open()
    {
        await using SqliteStore store = await SqliteStore.OpenAsync(FilePath);

        Assert.Equal("STORE_IN_USE", await ReasonOfOpening());
    }

    [Fact]
    [SupportedOSPlatform("linux")]
    public async Task Says_that_a_store_cannot_be_written()
    {
        await CreateAsync();
        File.SetUnixFileMode(FilePath, UnixFileMode.UserRead);
        File.SetUnixFileMode(FilePath + ".lock", UnixFileMode.UserRead);
        File.SetUnixFileMode(_folder.FullName, UnixFileMode.UserRead | UnixFileMode.UserExecute);
        try
        {
            string[] writer = ["dotnet", "exec", typeof(CrashWriter).Assembly.Location, FilePath];
            // Permissions bind root too once it gives up the right to pass over them.
            string[] bound = ["setpriv", "--bounding-set=-dac_override,-dac_read_search", "--inh-caps=-dac_override,-dac_read_search", "--", .. writer];
            string[] command = Environment.IsPrivilegedProcess ? bound : writer;
            using Process process = Process.Start(new ProcessStartInfo(command[0], command[1..]) { RedirectStandardError = true })!;
            string said = await process.StandardError.ReadToEndAsync();
            await process.WaitForExitAsync();

            Assert.NotEqual(0, process.ExitCode);
            Assert.Contains($"The store '{FilePath}' cannot be written. Give the server write access", said, StringComparison.Ordinal);
        }
        finally
        {
            File.SetUnixFileMode(_folder.FullName, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        }
    }

    [Fact]
    public async Task A_full_store_undoes_the_load_and_takes_smaller_ones()
    {
        await using SqliteStore store = await SqliteStore.OpenAsync(FilePath, new SqliteStoreOptions { MaxBytes = 1 << 20 });
        await store.Series.PutAsync([SampleSeries.Bars("A", 100)]);

        StoreFaultException error = await Assert.ThrowsAsync<StoreFaultException>(() => store.Series.PutAsync([SampleSeries.Bars("B", 10), WithoutPattern("A", 200_000)]));
        await store.Series.PutAsync([SampleSeries.Bars("A", 200)]);

        Assert.Equal((StoreFault.Full, "STORE_FULL"), (error.Fault, error.Reason));
        Assert.Null(await store.Series.GetInstrumentAsync("B"));
        Assert.Equal(200, (await store.Series.ReadAsync("A")).Count);
        Assert.Empty(await store.CheckIntegrityAsync());
    }

    private static InstrumentSeries WithoutPattern(string id, int rows) => SampleSeries.Of(
        id, Timeframe.Minute, [.. Enumerable.Range(0, rows).Select(i => SampleSeries.Start + i * UnixTime.Minute)],
        ("close", [.. Enumerable.Range(0, rows).Select(i => Math.Sqrt(i))]));

    [Fact]
    public async Task Brings_a_store_without_revisions_up_to_date()
    {
        InstrumentSeries bars = SampleSeries.Bars("X", 5000);
        await using (SqliteStore store = await SqliteStore.OpenAsync(FilePath))
        {
            await store.Series.PutAsync([bars]);
        }

        // As the tables were before: the newest state alone, under unique first times.
        Sql("""
            PRAGMA foreign_keys = OFF;
            CREATE TABLE before (chunk_key INTEGER NOT NULL PRIMARY KEY, series_key INTEGER NOT NULL REFERENCES series (series_key) ON DELETE CASCADE,
                first_time INTEGER NOT NULL, last_time INTEGER NOT NULL, row_count INTEGER NOT NULL, field_count INTEGER NOT NULL,
                checksum INTEGER NOT NULL, times BLOB NOT NULL, UNIQUE (series_key, first_time));
            INSERT INTO before SELECT chunk_key, series_key, first_time, last_time, row_count, field_count, checksum, times FROM chunk;
            DROP TABLE chunk;
            ALTER TABLE before RENAME TO chunk;
            DROP TABLE series_revision;
            DELETE FROM schema_migration WHERE number = 5
            """);
        await using SqliteStore updated = await SqliteStore.OpenAsync(FilePath);

        Assert.Equal(bars.Revision, (await updated.Series.ReadAsync("X")).Revision);
        StoredRevision revision = Assert.Single(await updated.Series.ListRevisionsAsync("X"));
        Assert.Equal((bars.Revision, 0, 5000, "test"), (revision.Revision, revision.WrittenTime, revision.RowCount, revision.Source));
        await updated.Series.PutAsync([SampleSeries.Of("X", [7], ("close", [1.5]))]);
        Assert.Equal(bars.Revision, (await updated.Series.AsOf(0).ReadAsync("X")).Revision);
        Assert.Empty(await updated.CheckIntegrityAsync());
    }

    [Fact]
    public async Task Refuses_a_newer_schema()
    {
        await CreateAsync();
        Sql("INSERT INTO schema_migration (number, name, checksum) VALUES (9999, 'future', 'x')");

        Assert.Equal("STORE_NEWER_SCHEMA", await ReasonOfOpening());
    }

    [Fact]
    public async Task Refuses_a_changed_migration()
    {
        await CreateAsync();
        Sql("UPDATE schema_migration SET checksum = 'x' WHERE number = 1");

        Assert.Equal("STORE_MIGRATION_CHANGED", await ReasonOfOpening());
    }

    [Fact]
    public async Task Refuses_a_database_of_another_program()
    {
        Sql("CREATE TABLE customer (id INTEGER)");

        Assert.Equal("STORE_FOREIGN_FILE", await ReasonOfOpening());
    }

    [Fact]
    public async Task Refuses_a_file_that_is_no_database()
    {
        await File.WriteAllTextAsync(FilePath, new string('x', 5000));

        Assert.Equal("STORE_FOREIGN_FILE", await ReasonOfOpening());
    }

    [Fact]
    public async Task Can_be_opened_after_a_refusal()
    {
        Sql("CREATE TABLE customer (id INTEGER)");
        await ReasonOfOpening();
        Sql("DROP TABLE customer");

        await CreateAsync();
    }

    [Theory]
    [InlineData("UPDATE chunk_column SET data = zeroblob(length(data)) WHERE ordinal = 3", "field close")]
    [InlineData("UPDATE chunk_column SET data = x'00' WHERE ordinal = 3", "field close")]
    [InlineData("UPDATE chunk SET times = zeroblob(length(times)) WHERE first_time > 0", "times")]
    public async Task Notices_values_that_are_not_those_written(string damage, string place)
    {
        await using (SqliteStore store = await SqliteStore.OpenAsync(FilePath))
        {
            await store.Series.PutAsync([SampleSeries.Bars("BTC/USDT", 5000)]);
        }

        Sql(damage);
        await using SqliteStore reopened = await SqliteStore.OpenAsync(FilePath);

        StoreCorruptException error = await Assert.ThrowsAsync<StoreCorruptException>(() => reopened.Series.ReadAsync("BTC/USDT"));
        Assert.Contains(place, error.Message);
    }

    [Fact]
    public async Task A_load_that_fails_on_its_second_series_leaves_nothing_behind()
    {
        await using (SqliteStore store = await SqliteStore.OpenAsync(FilePath))
        {
            await store.Series.PutAsync([SampleSeries.Bars("DAMAGED", 10)]);
        }

        Sql("UPDATE chunk_column SET data = zeroblob(length(data)) WHERE ordinal = 3");
        await using SqliteStore reopened = await SqliteStore.OpenAsync(FilePath);

        await Assert.ThrowsAsync<StoreCorruptException>(() =>
            reopened.Series.PutAsync([SampleSeries.Bars("NEW", 10), SampleSeries.Bars("DAMAGED", 20)], "load-1"));

        Assert.Null(await reopened.Series.GetInstrumentAsync("NEW"));
        Assert.Equal(10, (await reopened.Series.GetInstrumentAsync("DAMAGED"))!.Series.Single().RowCount);
        Assert.Single(await reopened.Series.PutAsync([SampleSeries.Bars("NEW", 10)], "load-1"));
    }

    [Fact]
    public async Task Can_be_disposed_twice_and_refuses_work_afterwards()
    {
        SqliteStore store = await SqliteStore.OpenAsync(FilePath);
        await store.DisposeAsync();
        await store.DisposeAsync();

        await Assert.ThrowsAsync<ObjectDisposedException>(() => store.Journals.LastSequenceAsync("s"));
    }

    [Fact]
    public async Task Keeps_journal_entries_from_other_programs()
    {
        await using (SqliteStore store = await SqliteStore.OpenAsync(FilePath))
        {
            await store.Journals.AppendAsync("s", [new JournalEntry(1, 0, "k", new byte[] { 1 })]);
        }

        Assert.Contains("append-only", Assert.Throws<SqliteException>(() => Sql("DELETE FROM journal_entry")).Message);
        Assert.Contains("append-only", Assert.Throws<SqliteException>(() => Sql("UPDATE journal_entry SET kind = 'x'")).Message);
    }

    [Fact]
    public async Task Appending_bars_keeps_chunks_full()
    {
        await using (SqliteStore store = await SqliteStore.OpenAsync(FilePath))
        {
            for (int row = 0; row < 5000; row += 500)
            {
                await store.Series.PutAsync([SampleSeries.Bars("X", 500, row)]);
            }
        }

        using SqliteConnection connection = Connect();
        Assert.Equal([4096, 904], connection.Query<long>("SELECT row_count FROM chunk WHERE superseded_time IS NULL ORDER BY first_time"));
    }

    private async Task CreateAsync()
    {
        await using SqliteStore store = await SqliteStore.OpenAsync(FilePath);
    }

    private async Task<string> ReasonOfOpening() =>
        (await Assert.ThrowsAsync<StoreOpenException>(() => SqliteStore.OpenAsync(FilePath))).Reason;

    private SqliteConnection Connect()
    {
        _ = SqliteStore.LibraryDescription;
        SqliteConnection connection = new($"Data Source={FilePath};Pooling=False");
        connection.Open();
        return connection;
    }

    private void Sql(string sql)
    {
        using SqliteConnection connection = Connect();
        connection.Execute(sql);
    }
}
