using Tradewind.Domain.Errors;
using Tradewind.Domain.Market;
using Tradewind.Domain.Market.Consensus;

namespace Tradewind.Data.Tests.Consensus;

public sealed class ConsensusSeriesTests
{
    private static readonly Instrument Coin = new("BTC/USD", AssetClass.CryptoSpot);

    [Fact]
    public void Rows_are_the_union_and_a_venue_without_a_bar_lowers_the_confidence()
    {
        ConsensusResult result = ConsensusSeries.Build(Coin, [Venue("a", (1, 100, 1), (2, 101, 1)), Venue("b", (2, 101, 1), (3, 102, 1))], ConsensusOptions.Default);

        Assert.Equal(["close", "volume", "spread", "confidence"], result.Series.Fields.AsEnumerable());
        Assert.Equal([100, 101, 102], result.Series.Column("close").ToArray());
        Assert.Equal([0.25, 1, 0.25], result.Series.Column("confidence").ToArray());
        Assert.Equal([KeyValuePair.Create("a", 1), KeyValuePair.Create("b", 1)], result.MissingRows.AsEnumerable());
        Assert.Equal(Availability.Candle, result.Series.Availability);
    }

    [Fact]
    public void Excluded_venues_and_the_raw_spread_are_counted()
    {
        ConsensusResult result = ConsensusSeries.Build(
            Coin, [Venue("a", (1, 100, 10), (2, 100, 1)), Venue("b", (1, 100.5, 20), (2, 100, 1)), Venue("c", (1, 104, 5), (2, 100, 1))], ConsensusOptions.Default);

        Assert.Equal([0, 0, 1], result.Excluded.Select(entry => entry.Value));
        Assert.Equal(0.04, result.LargestRawSpread!.Value, 1e-12);
        Assert.Equal(UnixTime.Day, result.LargestRawSpreadTime);
    }

    [Fact]
    public void High_and_low_always_enclose_open_and_close()
    {
        ConsensusResult result = ConsensusSeries.Build(
            Coin, [Bars("a", 100, 101, 99, 100.9, 1), Bars("b", 100.2, 100.3, 99.9, 100, 1000)], new ConsensusOptions { WithOpenHighLow = true });

        Bar bar = result.Series.BarAt(0);
        Assert.Equal((100 + 100.2 * 1000) / 1001, bar.Open, 1e-12);
        Assert.True(bar.High >= Math.Max(bar.Open, bar.Close) && bar.Low <= Math.Min(bar.Open, bar.Close));
    }

    [Fact]
    public void A_row_does_not_change_when_later_rows_are_added()
    {
        (long, double, double)[] Rows(int count) => [.. Enumerable.Range(1, count).Select(i => ((long)i, 100 + i % 3, 10.0 + i % 5))];
        ConsensusResult few = ConsensusSeries.Build(Coin, [Venue("a", Rows(40)), Venue("b", Rows(40))], ConsensusOptions.Default);
        ConsensusResult many = ConsensusSeries.Build(Coin, [Venue("a", Rows(80)), Venue("b", Rows(80))], ConsensusOptions.Default);

        Assert.All(few.Series.Fields, field => Assert.Equal(few.Series.Column(field).ToArray(), many.Series.Column(field).ToArray()[..40]));
    }

    [Fact]
    public void An_aggregate_shows_every_venue()
    {
        ConsensusResult result = ConsensusSeries.Aggregate(Coin, [Venue("a", (1, 100, 10)), Venue("b", (1, 100.5, 20)), Venue("c", (1, 104, 5))], AggregationMethod.Vwap);

        Assert.Equal(100.857143, result.Series.Column("close").Span[0], 5e-7);
        Assert.Equal(104, result.Series.Column("c_close").Span[0]);
        Assert.Equal(35, result.Series.Column("volume").Span[0]);
    }

    [Fact]
    public void Venues_that_do_not_fit_are_refused_together()
    {
        InstrumentSeries hourly = new(Coin, Timeframe.Hour, Availability.Candle, new long[] { 0 }, [KeyValuePair.Create("close", (ReadOnlyMemory<double>)new double[] { 1 })]);
        InstrumentSeries spread = new(Coin, Timeframe.Day, Availability.Candle, new long[] { 0 }, [KeyValuePair.Create("OAS", (ReadOnlyMemory<double>)new double[] { 1 })]);

        var error = Assert.Throws<InvalidInputException>(() => ConsensusSeries.Build(
            Coin, [Venue("a", (1, 1, 1)), new VenueSeries("a", hourly), new VenueSeries("c", spread)], ConsensusOptions.Default));

        Assert.Equal(["members[1].venue", "members[1]", "members[2]"], error.Violations.Select(violation => violation.Field));
    }

    private static VenueSeries Venue(string name, params (long Day, double Close, double Volume)[] rows) => new(
        name,
        new InstrumentSeries(
            new Instrument($"BTC/{name}", AssetClass.CryptoSpot), Timeframe.Day, Availability.Candle, rows.Select(row => row.Day * UnixTime.Day).ToArray(),
            [
                KeyValuePair.Create("close", (ReadOnlyMemory<double>)rows.Select(row => row.Close).ToArray()),
                KeyValuePair.Create("volume", (ReadOnlyMemory<double>)rows.Select(row => row.Volume).ToArray()),
            ]));

    private static VenueSeries Bars(string name, double open, double high, double low, double close, double volume) => new(
        name,
        new InstrumentSeries(
            new Instrument($"BTC/{name}", AssetClass.CryptoSpot), Timeframe.Day, Availability.Candle, new long[] { UnixTime.Day },
            new[] { ("open", open), ("high", high), ("low", low), ("close", close), ("volume", volume) }
                .Select(column => KeyValuePair.Create(column.Item1, (ReadOnlyMemory<double>)new[] { column.Item2 }))));
}
