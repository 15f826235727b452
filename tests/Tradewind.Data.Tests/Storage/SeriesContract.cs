using FsCheck;
using FsCheck.Fluent;
using Tradewind.Domain.Errors;
using Tradewind.Domain.Market;
using Tradewind.Storage;

namespace Tradewind.Data.Tests.Storage;

public abstract class SeriesContract : StoreContract
{
    private ISeriesStore Series => Store.Series;

    [Fact]
    public async Task Returns_exactly_what_was_put()
    {
        InstrumentSeries bars = SampleSeries.Bars("BTC/USDT", 10_000);

        SeriesChange change = (await Series.PutAsync([bars])).Single();
        await ReopenAsync();
        InstrumentSeries read = await Series.ReadAsync("BTC/USDT");
        StoredInstrument stored = (await Series.GetInstrumentAsync("BTC/USDT"))!;

        Assert.Equal(new SeriesChange("BTC/USDT", Timeframe.Day, 10_000, 0, bars.Revision), change);
        Assert.Equal(bars.Revision, read.Revision);
        Assert.Equal(bars.Instrument, read.Instrument);
        Assert.Equal(bars.Instrument, stored.Instrument);
        StoredSeries series = stored.Series.Single();
        Assert.Equal(["open", "high", "low", "close", "volume"], series.Fields.AsEnumerable());
        Assert.Equal(
            (10_000, bars.Times.Span[0], bars.Times.Span[^1], bars.Revision, Availability.Candle),
            (series.RowCount, series.FirstTime, series.LastTime, series.Revision, series.Availability));
    }

    [Fact]
    public void Times_and_values_come_back_bit_for_bit_whatever_they_are() =>
        Prop.ForAll(
            Gen.Choose(1, 5_000).SelectMany(rows => ColumnGenerators.Times(rows).SelectMany(times =>
                ColumnGenerators.Values(rows).Zip(ColumnGenerators.Values(rows)).Select(columns => (times, columns.Item1, columns.Item2)))).ToArbitrary(),
            input =>
            {
                (long[] times, double[] first, double[] second) = input;
                string id = $"R{times.Length}-{times[^1]}";
                Series.PutAsync([SampleSeries.Of(id, Timeframe.Minute, times, ("a", first), ("b", second))]).GetAwaiter().GetResult();

                InstrumentSeries read = Series.ReadAsync(id).GetAwaiter().GetResult();
                InstrumentSeries half = Series.ReadAsync(id, null, ["b"], times[0], times[times.Length / 2]).GetAwaiter().GetResult();
                Series.DeleteAsync(id).GetAwaiter().GetResult();
                return read.Times.Span.SequenceEqual(times) && Bits(read.Column("a")).SequenceEqual(Bits(first)) && Bits(read.Column("b")).SequenceEqual(Bits(second))
                    && Bits(half.Column("b")).SequenceEqual(Bits(second.AsMemory(0, times.Length / 2)));
            }).Check(Config.QuickThrowOnFailure.WithMaxTest(25));

    [Fact]
    public async Task A_version_that_was_the_beginning_of_a_longer_chunk_reads_as_it_was()
    {
        // Prices of two decimals that need wider offsets once the longer chunk takes the place of the shorter one.
        double[] values = [.. Enumerable.Range(0, 300).Select(i => i < 100 ? i / 100.0 : 1_000_000 + i)];
        long[] days = [.. Enumerable.Range(0, 300).Select(i => (long)i + (i > 150 ? 3 : 0))];
        await Series.PutAsync([SampleSeries.Of("X", days[..100], ("close", values[..100]))]);
        long early = (await Series.ListRevisionsAsync("X"))[0].WrittenTime;
        await Series.PutAsync([SampleSeries.Of("X", days[100..], ("close", values[100..]))]);

        InstrumentSeries before = await Series.AsOf(early).ReadAsync("X");

        Assert.Equal(values[..100], before.Column("close").ToArray());
        Assert.Equal(values, (await Series.ReadAsync("X")).Column("close").ToArray());
        Assert.Empty(await Store.CheckIntegrityAsync());
    }

    [Fact]
    public async Task Replaces_rows_of_the_same_time_and_adds_the_others()
    {
        await Series.PutAsync([SampleSeries.Of("X", [0, 2, 4], ("close", [1, 2, 3]))]);
        SeriesChange change = (await Series.PutAsync([SampleSeries.Of("X", [1, 2, 5], ("close", [10, 20, double.NaN]))])).Single();

        InstrumentSeries read = await Series.ReadAsync("X");

        Assert.Equal((2, 1), (change.RowsAdded, change.RowsReplaced));
        Assert.Equal([1, 10, 20, 3, double.NaN], read.Column("close").ToArray());
        Assert.Equal(read.Revision, change.Revision);
        Assert.Equal(change.Revision, (await Series.GetInstrumentAsync("X"))!.Series.Single().Revision);
    }

    [Fact]
    public async Task Adds_a_new_field_with_missing_values_elsewhere_and_keeps_fields_the_load_lacks()
    {
        await Series.PutAsync([SampleSeries.Of("X", [0, 1], ("OAS", [1, 2]), ("DTS", [3, 4]))]);
        await Series.PutAsync([SampleSeries.Of("X", [1, 2], ("YTW", [7, 8]), ("OAS", [9, 10]))]);

        InstrumentSeries read = await Series.ReadAsync("X");

        Assert.Equal(["OAS", "DTS", "YTW"], read.Fields.AsEnumerable());
        Assert.Equal([1, 9, 10], read.Column("OAS").ToArray());
        Assert.Equal([3, 4, double.NaN], read.Column("DTS").ToArray());
        Assert.Equal([double.NaN, 7, 8], read.Column("YTW").ToArray());
    }

    [Fact]
    public void Merging_any_loads_equals_a_dictionary_of_rows() => Prop.ForAll(
        ArbMap.Default.ArbFor<NonEmptyArray<(byte Day, byte Length, bool Second)>>(),
        loads =>
        {
            string id = $"P{Guid.NewGuid():N}";
            SortedDictionary<long, (double A, double B)> expected = [];
            int version = 0;
            bool anySecond = false;
            foreach ((byte day, byte length, bool second) in loads.Get)
            {
                version++;
                anySecond |= second;
                long[] days = [.. Enumerable.Range(0, 1 + length % 40).Select(i => (long)day * 100 + i * 60)];
                double[] values = [.. days.Select(d => version * 1000.0 + d)];
                foreach ((long d, double value) in days.Zip(values))
                {
                    (double a, double b) = expected.GetValueOrDefault(d, (double.NaN, double.NaN));
                    expected[d] = second ? (a, value) : (value, b);
                }

                Series.PutAsync([SampleSeries.Of(id, days, (second ? "b" : "a", values))]).GetAwaiter().GetResult();
            }

            InstrumentSeries read = Series.ReadAsync(id).GetAwaiter().GetResult();
            double[] columnB = anySecond ? read.Column("b").ToArray() : [.. expected.Select(_ => double.NaN)];
            double[] columnA = read.HasField("a") ? read.Column("a").ToArray() : [.. expected.Select(_ => double.NaN)];
            return read.Times.ToArray().SequenceEqual(expected.Keys.Select(d => SampleSeries.Start + d * UnixTime.Day))
                && columnA.SequenceEqual(expected.Values.Select(row => row.A))
                && columnB.SequenceEqual(expected.Values.Select(row => row.B))
                && read.Revision == Series.GetInstrumentAsync(id).GetAwaiter().GetResult()!.Series.Single().Revision;
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(30));

    [Fact]
    public async Task Merges_across_chunk_borders()
    {
        InstrumentSeries even = SampleSeries.Of(
            "X", [.. Enumerable.Range(0, 9000).Select(i => 2L * i)], ("close", [.. Enumerable.Range(0, 9000).Select(i => 2.0 * i)]));
        InstrumentSeries odd = SampleSeries.Of(
            "X", [.. Enumerable.Range(2000, 3000).Select(i => 2L * i + 1)], ("close", [.. Enumerable.Range(2000, 3000).Select(i => 2.0 * i + 1)]));

        await Series.PutAsync([even]);
        await Series.PutAsync([odd]);
        InstrumentSeries read = await Series.ReadAsync("X");

        Assert.Equal(12_000, read.Count);
        Assert.Equal(read.Times.ToArray().Select(time => (double)((time - SampleSeries.Start) / UnixTime.Day)), read.Column("close").ToArray());
        Assert.Empty(await Store.CheckIntegrityAsync());
    }

    [Fact]
    public async Task Appending_bar_by_bar_gives_the_same_series_as_one_load()
    {
        InstrumentSeries whole = SampleSeries.Bars("X", 40);
        for (int row = 0; row < 40; row++)
        {
            await Series.PutAsync([SampleSeries.Bars("X", 1, row)]);
        }

        Assert.Equal(whole.Revision, (await Series.ReadAsync("X")).Revision);
    }

    [Theory]
    [InlineData(0, 10_000)]
    [InlineData(4095, 4097)]
    [InlineData(4096, 8192)]
    [InlineData(17, 18)]
    [InlineData(-5, 3)]
    [InlineData(9999, 20_000)]
    [InlineData(500, 500)]
    [InlineData(20_000, 30_000)]
    public async Task Reads_a_half_open_interval(int from, int to)
    {
        InstrumentSeries bars = SampleSeries.Bars("X", 10_000);
        await Series.PutAsync([bars]);
        (long start, long end) = (SampleSeries.Start + from * UnixTime.Day, SampleSeries.Start + to * UnixTime.Day);

        InstrumentSeries read = await Series.ReadAsync("X", Timeframe.Day, ["close", "open"], start, end);

        InstrumentSeries expected = bars.Between(start, end);
        Assert.Equal(["close", "open"], read.Fields.AsEnumerable());
        Assert.Equal(expected.Times.ToArray(), read.Times.ToArray());
        Assert.Equal(expected.Column("close").ToArray(), read.Column("close").ToArray());
        Assert.Equal(expected.Column("open").ToArray(), read.Column("open").ToArray());
    }

    [Fact]
    public async Task A_cancelled_load_leaves_nothing_behind()
    {
        using CancellationTokenSource stop = new();
        await stop.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => Series.PutAsync([SampleSeries.Bars("A", 10)], cancellation: stop.Token));

        Assert.Empty(await Series.ListInstrumentsAsync(new InstrumentQuery()));
    }

    [Fact]
    public async Task A_repeated_request_id_returns_the_first_answer_and_changes_nothing()
    {
        InstrumentSeries first = SampleSeries.Of("X", [0, 1], ("close", [1, 2]));
        SeriesChange answer = (await Series.PutAsync([first], "load-1")).Single();
        await Series.PutAsync([SampleSeries.Of("X", [1], ("close", [99]))]);
        await ReopenAsync();

        SeriesChange repeated = (await Series.PutAsync([first], "load-1")).Single();

        Assert.Equal(answer, repeated);
        Assert.Equal(new double[] { 1, 99 }, (await Series.ReadAsync("X")).Column("close").ToArray());
        InvalidInputException other = await Assert.ThrowsAsync<InvalidInputException>(() =>
            Series.PutAsync([SampleSeries.Of("X", [0], ("close", [5]))], "load-1"));
        Assert.Equal("REQUEST_ID_REUSED", other.Reason);
    }

    [Fact]
    public async Task Lists_instruments_by_prefix_and_class_in_pages()
    {
        InstrumentSeries credit = new(
            new Instrument("LF98TRUU Index", AssetClass.CreditIndex), Timeframe.Day, Availability.Close, new[] { SampleSeries.Start },
            [KeyValuePair.Create("OAS", (ReadOnlyMemory<double>)new[] { 3.5 })]);
        await Series.PutAsync([SampleSeries.Bars("ETH/USDT", 3), credit, SampleSeries.Bars("BTC/USDT", 3), SampleSeries.Bars("BTC/EUR", 3)]);

        async Task<string[]> Ids(InstrumentQuery query) => [.. (await Series.ListInstrumentsAsync(query)).Select(one => one.Instrument.Id)];

        Assert.Equal(["BTC/EUR", "BTC/USDT", "ETH/USDT", "LF98TRUU Index"], await Ids(new InstrumentQuery()));
        Assert.Equal(["BTC/EUR", "BTC/USDT"], await Ids(new InstrumentQuery(Prefix: "btc")));
        Assert.Equal(["LF98TRUU Index"], await Ids(new InstrumentQuery(AssetClass: AssetClass.CreditIndex)));
        Assert.Equal(["BTC/EUR", "BTC/USDT"], await Ids(new InstrumentQuery(Size: 2)));
        Assert.Equal(["ETH/USDT", "LF98TRUU Index"], await Ids(new InstrumentQuery(AfterId: "BTC/USDT", Size: 2)));
        Assert.Empty(await Ids(new InstrumentQuery(Prefix: "%")));
    }

    [Fact]
    public async Task Names_what_is_wrong_with_a_read()
    {
        await Series.PutAsync([SampleSeries.Bars("BTC/USDT", 3), SampleSeries.Of("BTC/USDT", Timeframe.Hour, [0], ("close", [1]))]);

        Assert.Null(await Series.GetInstrumentAsync("BTC/USD"));
        Assert.Contains("BTC/USDT", (await Assert.ThrowsAsync<NotFoundException>(() => Series.ReadAsync("BTC/USD"))).Message);
        Assert.Contains("1h, 1d", (await Assert.ThrowsAsync<InvalidInputException>(() => Series.ReadAsync("BTC/USDT"))).Message);
        await Assert.ThrowsAsync<NotFoundException>(() => Series.ReadAsync("BTC/USDT", Timeframe.Week));
        InvalidInputException field = await Assert.ThrowsAsync<InvalidInputException>(() => Series.ReadAsync("BTC/USDT", Timeframe.Day, ["clse"]));
        Assert.Equal("UNKNOWN_FIELD", field.Reason);
        Assert.Contains("open, high, low, close, volume", field.Message);
    }

    [Fact]
    public async Task Deletes_a_series_and_with_the_last_one_the_instrument()
    {
        await Series.PutAsync([SampleSeries.Bars("X", 3), SampleSeries.Of("X", Timeframe.Hour, [0], ("close", [1]))]);

        Assert.True(await Series.DeleteAsync("X", Timeframe.Hour));
        Assert.Equal([Timeframe.Day], (await Series.GetInstrumentAsync("X"))!.Series.Select(series => series.Timeframe));
        Assert.True(await Series.DeleteAsync("X"));
        Assert.Null(await Series.GetInstrumentAsync("X"));
        Assert.False(await Series.DeleteAsync("X"));
        Assert.Empty(await Store.CheckIntegrityAsync());
    }

    [Fact]
    public async Task Keeps_the_quality_report_beside_the_series()
    {
        await Series.PutAsync([SampleSeries.Bars("X", 3)]);
        Assert.Null(await Series.GetQualityAsync("X", Timeframe.Day));

        await Series.PutAsync([SampleSeries.Bars("Y", 2), SampleSeries.Bars("X", 4)], quality: ["{}", """{"status":"ok"}"""]);
        await Series.PutAsync([SampleSeries.Bars("X", 5)]);

        Assert.Equal("""{"status":"ok"}""", await Series.GetQualityAsync("X", Timeframe.Day));
        Assert.Equal("{}", await Series.GetQualityAsync("Y", Timeframe.Day));
        await Assert.ThrowsAsync<ArgumentException>(() => Series.PutAsync([SampleSeries.Bars("X", 6)], quality: []));
    }

    [Fact]
    public async Task Keeps_an_empty_series_and_times_before_1970()
    {
        long[] times = [long.MinValue, UnixTime.FromDate(1969, 12, 31), 0];
        await Series.PutAsync([SampleSeries.Of("E", []), SampleSeries.Of("O", Timeframe.Day, times, ("close", [1, 2, 3]))]);

        StoredSeries empty = (await Series.GetInstrumentAsync("E"))!.Series.Single();
        Assert.Equal((0, null, null), (empty.RowCount, empty.FirstTime, empty.LastTime));
        Assert.Equal(0, (await Series.ReadAsync("E")).Count);
        Assert.Equal(times, (await Series.ReadAsync("O")).Times.ToArray());
    }

    [Fact]
    public async Task Readers_see_whole_loads_only_while_a_writer_works()
    {
        await Series.PutAsync(Generation(0));
        Task writer = Task.Run(async () =>
        {
            for (int i = 1; i <= 20; i++)
            {
                await Series.PutAsync(Generation(i));
            }
        });

        int seen = 0;
        while (!writer.IsCompleted)
        {
            double[] values = (await Series.ReadAsync("A")).Column("close").ToArray();
            Assert.Single(values.Distinct());
            Assert.True(values[0] >= seen, "A later read saw an older state.");
            seen = (int)values[0];
        }

        await writer;

        static InstrumentSeries[] Generation(int value) =>
        [
            SampleSeries.Of("A", [.. Enumerable.Range(0, 9000).Select(i => (long)i)], ("close", [.. Enumerable.Repeat((double)value, 9000)])),
        ];
    }

    private static long[] Bits(ReadOnlyMemory<double> values) => [.. values.ToArray().Select(BitConverter.DoubleToInt64Bits)];
}
