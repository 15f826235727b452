using FsCheck;
using FsCheck.Fluent;
using Tradewind.Domain.Errors;
using Tradewind.Domain.Market;
using Tradewind.Storage;

namespace Tradewind.Data.Tests.Storage;

public abstract class RevisionContract : StoreContract
{
    private ISeriesStore Series => Store.Series;

    [Fact]
    public async Task Both_versions_of_a_revised_value_stay_readable()
    {
        long published = await PutAsync(SampleSeries.Of("GDP", [0, 1, 2], ("value", [1.0, 2.0, 3.0])));
        long revised = await PutAsync(SampleSeries.Of("GDP", [1], ("value", [2.5])));
        await ReopenAsync();

        Assert.Equal(new double[] { 1, 2, 3 }, await ValuesAsync("GDP", published));
        Assert.Equal(new double[] { 1, 2, 3 }, await ValuesAsync("GDP", revised - 1));
        Assert.Equal(new double[] { 1, 2.5, 3 }, await ValuesAsync("GDP", revised));
        Assert.Equal(new double[] { 1, 2.5, 3 }, (await Series.ReadAsync("GDP")).Column("value").ToArray());
        Assert.Empty(await Store.CheckIntegrityAsync());
    }

    [Fact]
    public async Task An_earlier_version_has_the_hash_fields_and_rows_of_its_time()
    {
        InstrumentSeries first = SampleSeries.Bars("X", 9000);
        long before = await PutAsync(first);
        long after = await PutAsync(SampleSeries.Of("X", [0, 9000, 20_000], ("OAS", [1.0, 2, 3])));

        InstrumentSeries then = await Series.AsOf(before).ReadAsync("X");
        StoredSeries summary = (await Series.AsOf(before).GetInstrumentAsync("X"))!.Series.Single();

        Assert.Equal((first.Revision, first.Revision, 9000), (then.Revision, summary.Revision, summary.RowCount));
        Assert.Equal(first.Fields.AsEnumerable(), summary.Fields);
        Assert.Equal((first.Times.Span[0], first.Times.Span[^1]), (summary.FirstTime, summary.LastTime));
        Assert.Equal(6, (await Series.AsOf(after).ReadAsync("X")).Fields.Length);
        await Assert.ThrowsAsync<InvalidInputException>(() => Series.AsOf(before).ReadAsync("X", fields: ["OAS"]));
    }

    [Fact]
    public async Task Reading_before_anything_was_held_names_the_times_there_are()
    {
        long written = await PutAsync(SampleSeries.Bars("X", 3));

        NotFoundException error = await Assert.ThrowsAsync<NotFoundException>(() => Series.AsOf(written - 1).ReadAsync("X"));

        Assert.Equal("UNKNOWN_REVISION", error.Reason);
        Assert.Contains(UnixTime.Format(written), error.Message);
        Assert.Empty((await Series.AsOf(written - 1).GetInstrumentAsync("X"))!.Series);
        Assert.Null(await Series.AsOf(written).GetInstrumentAsync("Y"));
    }

    [Fact]
    public async Task Lists_what_each_revision_did_and_none_for_a_load_that_changes_nothing()
    {
        long first = await PutAsync(SampleSeries.Of("X", [0, 1], ("close", [1.0, double.NaN])));
        await PutAsync(SampleSeries.Of("X", [0, 1], ("close", [1.0, double.NaN])));
        long second = await PutAsync(SampleSeries.Of("X", [0, 1, 2], ("close", [1.0, 5, 6])));

        StoredRevision[] revisions = [.. await Series.ListRevisionsAsync("X")];

        Assert.Equal([second, first], revisions.Select(revision => revision.WrittenTime));
        Assert.Equal((1, 1, 0, 3, "test"), (revisions[0].RowsAdded, revisions[0].RowsChanged, revisions[0].RowsRemoved, revisions[0].RowCount, revisions[0].Source));
        Assert.Equal((2, 0, 2), (revisions[1].RowsAdded, revisions[1].RowsChanged, revisions[1].RowCount));
        Assert.Equal((await Series.ReadAsync("X")).Revision, revisions[0].Revision);
        await Assert.ThrowsAsync<NotFoundException>(() => Series.ListRevisionsAsync("Y"));
    }

    [Fact]
    public async Task A_clock_set_back_does_not_put_a_load_into_the_past()
    {
        await PutAsync(SampleSeries.Of("X", [0], ("close", [1.0])));
        Clock.Now -= UnixTime.Day;
        await Series.PutAsync([SampleSeries.Of("X", [0], ("close", [2.0]))]);

        StoredRevision[] revisions = [.. await Series.ListRevisionsAsync("X")];

        Assert.True(revisions[0].WrittenTime > revisions[1].WrittenTime);
        Assert.Equal(new double[] { 1 }, await ValuesAsync("X", revisions[1].WrittenTime, "close"));
    }

    [Fact]
    public async Task All_series_of_a_load_become_known_together()
    {
        await Series.PutAsync([SampleSeries.Bars("A", 3), SampleSeries.Bars("B", 3), SampleSeries.Of("A", [1], ("close", [9.0]))]);

        StoredRevision a = Assert.Single(await Series.ListRevisionsAsync("A"));
        StoredRevision b = Assert.Single(await Series.ListRevisionsAsync("B"));

        Assert.Equal(a.WrittenTime, b.WrittenTime);
        Assert.Equal(9, (await Series.AsOf(a.WrittenTime).ReadAsync("A")).Column("close").Span[1]);
        Assert.Equal(0, (await Store.Upkeep.GetStatusAsync()).SupersededChunkCount);
    }

    [Fact]
    public async Task Appending_bars_keeps_every_version_without_keeping_its_values_twice()
    {
        InstrumentSeries whole = SampleSeries.Bars("X", 5000);
        long[] written = new long[50];
        for (int part = 0; part < written.Length; part++)
        {
            written[part] = await PutAsync(SampleSeries.Bars("X", 100, part * 100));
        }

        StoreStatus status = await Store.Upkeep.GetStatusAsync();

        Assert.Equal((2, 0, 50), (status.ChunkCount, status.SupersededBytes, status.RevisionCount));
        for (int part = 0; part < written.Length; part++)
        {
            Assert.Equal(
                whole.Between(long.MinValue, whole.Times.Span[part * 100 + 99] + 1).Revision,
                (await Series.AsOf(written[part]).ReadAsync("X")).Revision);
        }
    }

    [Fact]
    public async Task A_revision_keeps_only_the_chunks_it_changed()
    {
        await PutAsync(SampleSeries.Bars("X", 80_000));
        await PutAsync(SampleSeries.Of("X", [50_000], ("close", [-1.0])));

        StoreStatus status = await Store.Upkeep.GetStatusAsync();

        Assert.Equal((1, 4096 * 6 * 8), (status.SupersededChunkCount, status.SupersededBytes));
    }

    [Fact]
    public void Every_version_of_any_loads_is_what_the_store_held_then() => Prop.ForAll(
        ArbMap.Default.ArbFor<NonEmptyArray<(byte Day, byte Length, bool Append)>>(),
        loads =>
        {
            string id = $"P{Guid.NewGuid():N}";
            List<(long Time, string Revision)> versions = [];
            int next = 0;
            foreach ((byte day, byte length, bool append) in loads.Get)
            {
                int start = append ? next : day * 40;
                int count = 1 + length * 20;
                next = Math.Max(next, start + count);
                double shift = versions.Count;
                InstrumentSeries load = SampleSeries.Of(
                    id, [.. Enumerable.Range(start, count).Select(i => (long)i)], ("close", [.. Enumerable.Range(start, count).Select(i => i + shift)]));
                long time = PutAsync(load).GetAwaiter().GetResult();
                versions.Add((time, Series.ReadAsync(id).GetAwaiter().GetResult().Revision));
            }

            return versions.All(version => Series.AsOf(version.Time).ReadAsync(id).GetAwaiter().GetResult().Revision == version.Revision)
                && Series.ReadAsync(id).GetAwaiter().GetResult().Revision == versions[^1].Revision;
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(10).WithEndSize(8));

    [Fact]
    public async Task Deleting_a_series_takes_its_revisions_along()
    {
        long time = await PutAsync(SampleSeries.Bars("X", 3));
        await Series.DeleteAsync("X");
        await PutAsync(SampleSeries.Bars("X", 4));

        Assert.Single(await Series.ListRevisionsAsync("X"));
        await Assert.ThrowsAsync<NotFoundException>(() => Series.AsOf(time).ReadAsync("X"));
    }

    /// <summary>Loads a minute later than the load before.</summary>
    /// <returns>When it was written.</returns>
    private async Task<long> PutAsync(InstrumentSeries series)
    {
        Clock.Now += UnixTime.Minute;
        await Series.PutAsync([series]);
        return Clock.Now;
    }

    private async Task<double[]> ValuesAsync(string id, long asOf, string field = "value") =>
        (await Series.AsOf(asOf).ReadAsync(id)).Column(field).ToArray();
}
