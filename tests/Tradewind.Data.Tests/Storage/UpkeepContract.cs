using Tradewind.Domain.Errors;
using Tradewind.Domain.Market;
using Tradewind.Storage;

namespace Tradewind.Data.Tests.Storage;

public abstract class UpkeepContract : StoreContract
{
    private ISeriesStore Series => Store.Series;

    private IStoreUpkeep Upkeep => Store.Upkeep;

    [Fact]
    public async Task Drops_superseded_revisions_and_keeps_what_was_held_since()
    {
        long[] written = await PutVersionsAsync("X", 4);
        InstrumentSeries second = await Series.AsOf(written[1]).ReadAsync("X");
        RetentionRule rule = new(SupersededBefore: written[2] - 1);

        SeriesUpkeep planned = Assert.Single(await Upkeep.ApplyRetentionAsync(rule, dryRun: true));
        Assert.Equal(4, (await Series.ListRevisionsAsync("X")).Length);
        SeriesUpkeep done = Assert.Single(await Upkeep.ApplyRetentionAsync(rule, dryRun: false));

        Assert.Equal(planned, done);
        Assert.Equal(("X", 1, 0, 3, 0), (done.InstrumentId, done.RevisionsDropped, done.RowsDropped, done.ChunksDropped, done.ChunksWritten));
        Assert.Equal(9000 * 6 * 8, done.BytesDropped);
        Assert.Equal(second.Revision, (await Series.AsOf(written[1]).ReadAsync("X")).Revision);
        await Assert.ThrowsAsync<NotFoundException>(() => Series.AsOf(written[0]).ReadAsync("X"));
        Assert.Empty(await Upkeep.ApplyRetentionAsync(rule, dryRun: false));
        Assert.Empty(await Store.CheckIntegrityAsync());
    }

    [Fact]
    public async Task Drops_history_before_a_time_as_a_revision_of_its_own()
    {
        await PutVersionsAsync("X", 2);
        await PutVersionsAsync("Y", 1);
        InstrumentSeries whole = await Series.ReadAsync("X");
        long cut = whole.Times.Span[5000];
        RetentionRule rule = new(HistoryBefore: cut, InstrumentId: "X", Timeframe: Timeframe.Day);

        SeriesUpkeep planned = Assert.Single(await Upkeep.ApplyRetentionAsync(rule, dryRun: true));
        SeriesUpkeep done = Assert.Single(await Upkeep.ApplyRetentionAsync(rule, dryRun: false));

        Assert.Equal(planned, done);
        Assert.Equal((2, 5000, 1), (done.RevisionsDropped, done.RowsDropped, done.ChunksWritten));
        InstrumentSeries kept = await Series.ReadAsync("X");
        Assert.Equal(whole.Between(cut, long.MaxValue).Revision, kept.Revision);
        StoredRevision revision = Assert.Single(await Series.ListRevisionsAsync("X"));
        Assert.Equal((kept.Revision, 4000, 5000, "retention"), (revision.Revision, revision.RowCount, revision.RowsRemoved, revision.Source));
        StoredSeries summary = (await Series.GetInstrumentAsync("X"))!.Series.Single();
        Assert.Equal((4000, cut, kept.Revision), (summary.RowCount, summary.FirstTime, summary.Revision));
        Assert.Equal(9000, (await Series.ReadAsync("Y")).Count);
        Assert.Empty(await Store.CheckIntegrityAsync());
    }

    [Fact]
    public async Task Dropping_all_history_leaves_an_empty_series_that_can_be_loaded_again()
    {
        await PutVersionsAsync("X", 1);

        SeriesUpkeep done = Assert.Single(await Upkeep.ApplyRetentionAsync(new RetentionRule(HistoryBefore: long.MaxValue), dryRun: false));

        Assert.Equal((9000, 0), (done.RowsDropped, done.ChunksWritten));
        Assert.Equal(0, (await Series.ReadAsync("X")).Count);
        await Series.PutAsync([SampleSeries.Bars("X", 10)]);
        Assert.Equal(10, (await Series.ReadAsync("X")).Count);
        Assert.Empty(await Store.CheckIntegrityAsync());
    }

    [Fact]
    public async Task Refuses_a_rule_that_names_nothing_or_an_unknown_instrument()
    {
        await PutVersionsAsync("X", 1);

        Assert.Equal(
            "RETENTION_EMPTY",
            (await Assert.ThrowsAsync<InvalidInputException>(() => Upkeep.ApplyRetentionAsync(new RetentionRule(), dryRun: true))).Reason);
        await Assert.ThrowsAsync<NotFoundException>(() =>
            Upkeep.ApplyRetentionAsync(new RetentionRule(HistoryBefore: 0, InstrumentId: "Z"), dryRun: true));
    }

    [Fact]
    public async Task Compaction_merges_small_chunks_and_changes_no_version()
    {
        // Loaded backwards, every part leaves a chunk of its own.
        List<(long Time, string Revision)> versions = [];
        for (int part = 9; part >= 0; part--)
        {
            long time = await PutAsync(SampleSeries.Bars("X", 600, part * 600));
            versions.Add((time, (await Series.ReadAsync("X")).Revision));
        }

        StoreStatus before = await Upkeep.GetStatusAsync();
        SeriesUpkeep planned = Assert.Single(await Upkeep.CompactAsync(dryRun: true));
        SeriesUpkeep done = Assert.Single(await Upkeep.CompactAsync(dryRun: false));
        StoreStatus after = await Upkeep.GetStatusAsync();

        Assert.Equal((10, 10), (before.ChunkCount, before.SmallChunkCount));
        Assert.Equal(planned, done);
        Assert.Equal((2, 0), (after.ChunkCount, after.SmallChunkCount));
        Assert.Equal(2, done.ChunksWritten);
        foreach ((long time, string revision) in versions)
        {
            Assert.Equal(revision, (await Series.AsOf(time).ReadAsync("X")).Revision);
        }

        Assert.Equal(SampleSeries.Bars("X", 6000).Revision, (await Series.ReadAsync("X")).Revision);
        Assert.Empty(await Upkeep.CompactAsync(dryRun: false));
        Assert.Empty(await Store.CheckIntegrityAsync());

        // Without the earlier revisions nothing but the merged chunks is left.
        await Upkeep.ApplyRetentionAsync(new RetentionRule(SupersededBefore: Clock.Now), dryRun: false);
        Assert.Equal(0, (await Upkeep.GetStatusAsync()).SupersededChunkCount);
        Assert.Equal(SampleSeries.Bars("X", 6000).Revision, (await Series.ReadAsync("X")).Revision);
    }

    [Fact]
    public async Task Compaction_keeps_what_appended_chunks_share()
    {
        List<(long Time, string Revision)> versions = [];
        foreach (int start in new[] { 5000, 5010, 5020, 0, 5030 })
        {
            long time = await PutAsync(SampleSeries.Bars("X", 10, start));
            versions.Add((time, (await Series.ReadAsync("X")).Revision));
        }

        await Upkeep.CompactAsync(dryRun: false);
        await PutAsync(SampleSeries.Bars("X", 10, 5040));
        await Upkeep.CompactAsync(dryRun: false);

        foreach ((long time, string revision) in versions)
        {
            Assert.Equal(revision, (await Series.AsOf(time).ReadAsync("X")).Revision);
        }

        Assert.Empty(await Store.CheckIntegrityAsync());
    }

    [Fact]
    public async Task Status_counts_what_is_held()
    {
        await PutVersionsAsync("X", 2);

        StoreStatus status = await Upkeep.GetStatusAsync();

        Assert.Equal((1, 1, 9000, 3, 2, 3), (status.InstrumentCount, status.SeriesCount, status.RowCount, status.ChunkCount, status.RevisionCount, status.SupersededChunkCount));
        Assert.Matches(@"^(SQLite|PostgreSQL) \d+\.", status.Engine);
        // Values of few decimals take two bytes or more, times at equal steps none.
        Assert.True(status.SizeBytes > 9000 * 5 * 2, $"{status.SizeBytes} bytes cannot hold the values.");
        Assert.True(status.SchemaVersion > 0);
    }

    [Fact]
    public async Task A_backup_is_an_embedded_store_with_every_version_and_all_else()
    {
        long[] written = await PutVersionsAsync("X", 2);
        await PutAsync(SampleSeries.Bars("A", 10));
        await PutAsync(SampleSeries.Bars("A", 10, 10));
        await Store.Journals.AppendAsync("s", [new JournalEntry(1, 5, "k", new byte[] { 1, 2 })]);
        await Store.Documents.PutAsync(new StoredDocument("c", "d", null, 1, 2, new byte[] { 7 }));
        await Store.Requests.TryBeginAsync("m", "r", "h");
        await Store.Requests.CompleteAsync("m", "r", new byte[] { 9 }, 1);
        using TemporaryFolder folder = new();
        string path = folder.File("copy.db");

        await Store.BackupAsync(path);

        Assert.Equal([path], Directory.GetFiles(folder.FullName));
        Assert.Equal("BACKUP_EXISTS", (await Assert.ThrowsAsync<PreconditionException>(() => Store.BackupAsync(path))).Reason);
        await using SqliteStore copy = await SqliteStore.OpenAsync(path);
        Assert.Empty(await copy.CheckIntegrityAsync());
        foreach (long time in written)
        {
            Assert.Equal((await Series.AsOf(time).ReadAsync("X")).Revision, (await copy.Series.AsOf(time).ReadAsync("X")).Revision);
        }

        Assert.Equal(await Series.ListRevisionsAsync("A"), (await copy.Series.ListRevisionsAsync("A")).AsEnumerable());
        Assert.Equal([1, 2], (await copy.Journals.ReadAsync("s", 0, 9)).Single().Payload.ToArray());
        Assert.Equal([7], (await copy.Documents.GetAsync("c", "d"))!.Body.ToArray());
        Assert.Equal([9], (await copy.Requests.TryBeginAsync("m", "r", "h")).Response.ToArray());
        await copy.Series.PutAsync([SampleSeries.Bars("A", 10, 20)]);
        Assert.Equal(SampleSeries.Bars("A", 30).Revision, (await copy.Series.ReadAsync("A")).Revision);
    }

    [Fact]
    public async Task A_backup_under_load_holds_one_consistent_state()
    {
        await LoadPairAsync(0);
        using TemporaryFolder folder = new();
        using CancellationTokenSource enough = new();
        Task writer = Task.Run(async () =>
        {
            for (int generation = 1; !enough.IsCancellationRequested; generation++)
            {
                await LoadPairAsync(generation);
            }
        });

        for (int copy = 0; copy < 3; copy++)
        {
            await Store.BackupAsync(folder.File($"{copy}.db"));
        }

        await enough.CancelAsync();
        await writer;
        double last = -1;
        for (int i = 0; i < 3; i++)
        {
            await using SqliteStore copy = await SqliteStore.OpenAsync(folder.File($"{i}.db"));
            Assert.Empty(await copy.CheckIntegrityAsync());
            double generation = Assert.Single((await copy.Series.ReadAsync("A")).Column("close").ToArray().Distinct());
            Assert.Equal([generation], (await copy.Series.ReadAsync("B")).Column("close").ToArray().Distinct());
            Assert.True(generation >= last, "A later backup holds an earlier state.");
            last = generation;
        }

        Task LoadPairAsync(int generation) => Series.PutAsync([.. new[] { "A", "B" }.Select(id => SampleSeries.Of(
            id, [.. Enumerable.Range(0, 6000).Select(i => (long)i)], ("close", [.. Enumerable.Repeat((double)generation, 6000)])))]);
    }

    [Theory]
    [InlineData("UPDATE chunk_column SET checksum = checksum + 1 WHERE ordinal = 3", "field close does not match")]
    [InlineData("DELETE FROM chunk_column WHERE ordinal = 3", "field close is absent")]
    [InlineData("UPDATE chunk SET checksum = checksum + 1 WHERE first_time > 1704067200000000000", "times does not match")]
    public async Task Damage_is_named_by_instrument_and_time_and_leaves_other_series_readable(string damage, string defect)
    {
        await PutAsync(SampleSeries.Bars("BTC/USDT", 5000));
        await PutAsync(SampleSeries.Bars("ETH/USDT", 10));

        await ReopenAsync($"{damage} AND chunk_key IN (SELECT chunk_key FROM chunk WHERE row_count > 10)");

        StoreCorruptException error = await Assert.ThrowsAsync<StoreCorruptException>(() => Series.ReadAsync("BTC/USDT"));
        Assert.Equal(("BTC/USDT", Timeframe.Day), (error.InstrumentId, error.Timeframe));
        Assert.Contains(defect, error.Message);
        Assert.Contains(UnixTime.Format(error.FirstTime), error.Message);
        Assert.True(error.LastTime > error.FirstTime);
        Assert.Contains("BTC/USDT", Assert.Single(await Store.CheckIntegrityAsync()));
        Assert.Equal(10, (await Series.ReadAsync("ETH/USDT")).Count);
    }

    [Fact]
    public async Task Damage_in_an_earlier_revision_is_found_and_leaves_the_newest_readable()
    {
        await PutVersionsAsync("X", 2);

        await ReopenAsync("UPDATE chunk SET checksum = checksum + 1 WHERE superseded_time IS NOT NULL AND last_time < 2060000000000000000");

        Assert.Equal(9000, (await Series.ReadAsync("X")).Count);
        Assert.Contains("times does not match", Assert.Single(await Store.CheckIntegrityAsync()));
    }

    /// <summary>Loads whole new versions of 9000 rows, three chunks, a minute apart.</summary>
    private async Task<long[]> PutVersionsAsync(string id, int count)
    {
        long[] times = new long[count];
        for (int version = 0; version < count; version++)
        {
            InstrumentSeries bars = SampleSeries.Bars(id, 9000);
            double shift = version;
            times[version] = await PutAsync(new InstrumentSeries(
                bars.Instrument, bars.Timeframe, bars.Availability, bars.Times,
                bars.Fields.Select(field => KeyValuePair.Create(
                    field, (ReadOnlyMemory<double>)bars.Column(field).ToArray().Select(value => value + shift).ToArray()))));
        }

        return times;
    }

    private async Task<long> PutAsync(InstrumentSeries series)
    {
        Clock.Now += UnixTime.Minute;
        await Series.PutAsync([series]);
        return Clock.Now;
    }
}
