using FsCheck;
using FsCheck.Fluent;
using Tradewind.Domain.Engine;
using Tradewind.Domain.Errors;
using Tradewind.Domain.Market;

namespace Tradewind.Engine.Tests;

public class MarketEventStreamTests
{
    private static readonly Instrument Credit = new("LF98TRUU Index", AssetClass.CreditIndex);
    private static readonly Instrument Bitcoin = new("BTC/USDT", AssetClass.CryptoSpot);

    [Fact]
    public void Events_come_by_the_time_they_were_known()
    {
        // Monday's credit value is known at 22:00, Monday's bar at midnight; FRED-like values a business day later.
        InstrumentSeries bars = Markets.Daily(Bitcoin, [1, 1, 1, 1], [2, 2, 2, 2]);
        InstrumentSeries fields = Markets.Field(Credit, "OAS", Availability.Close, Markets.Start, 300, double.NaN);
        InstrumentSeries late = Markets.Field(new Instrument("DGS10", AssetClass.Rate), "YIELD", Availability.NextBusinessDay, Markets.Start, 4);
        TradingUniverse universe = TradingUniverse.Of([bars], [fields, late]);
        List<MarketSlice> slices = Markets.Slices(universe, [bars], [fields, late]);
        Assert.Equal(
            ["2024-01-01T22:00:00Z LF98TRUU Index OAS 300", "2024-01-02 BTC/USDT 1", "2024-01-02T22:00:00Z DGS10 YIELD 4", "2024-01-03 BTC/USDT 2"],
            slices.Select(slice => $"{UnixTime.Format(slice.KnownTime)} {Name(universe, slice.Events.Span[0])} {slice.Events.Span[0].Value}"));
    }

    [Fact]
    public void At_one_time_fields_come_before_bars_and_instruments_by_id_whatever_the_order_given()
    {
        InstrumentSeries second = Markets.Closes(Bitcoin, 1), first = Markets.Closes(new Instrument("ADA/USDT", AssetClass.CryptoSpot), 2);
        InstrumentSeries field = new(
            Credit, Timeframe.Day, Availability.Candle, second.Times,
            [KeyValuePair.Create("Z", (ReadOnlyMemory<double>)new double[] { 5 }), KeyValuePair.Create("A", (ReadOnlyMemory<double>)new double[] { 6 })]);
        TradingUniverse universe = TradingUniverse.Of([second, first], [field]);
        MarketSlice slice = Assert.Single(Markets.Slices(universe, [second, first], [field]));
        Assert.Equal(["LF98TRUU Index A", "LF98TRUU Index Z", "ADA/USDT", "BTC/USDT"], slice.Events.ToArray().Select(item => Name(universe, item)));
    }

    [Fact]
    public void The_interval_takes_stamps_from_its_start_up_to_but_not_including_its_end()
    {
        InstrumentSeries bars = Markets.Closes(Bitcoin, 1, 2, 3, 4);
        TradingUniverse universe = TradingUniverse.Of([bars]);
        MarketEventStream stream = new(universe, [bars], start: Markets.Start + UnixTime.Day, end: Markets.Start + 3 * UnixTime.Day);
        List<double> closes = [];
        while (stream.TryNext(out MarketSlice slice))
        {
            closes.Add(slice.Events.Span[0].Value);
        }

        Assert.Equal([2, 3], closes);
        Assert.Equal((2, 2), (stream.TotalRows, stream.RowsRead));
        Assert.Equal("INTERVAL_INVALID", Assert.Throws<InvalidInputException>(() => new MarketEventStream(universe, [bars], start: 5, end: 5)).Reason);
    }

    [Fact]
    public void Every_row_is_delivered_once_in_order_for_any_mixture_of_series() => Prop.ForAll(Gen.Choose(0, int.MaxValue - 1).ToArbitrary(), seed =>
    {
        RandomSession session = new(seed);
        List<MarketSlice> slices = Markets.Slices(session.Universe, session.Bars, session.Fields);
        Assert.Equal(session.Bars.Sum(bars => bars.Count) + session.Fields.Sum(fields => fields.Count), slices.Sum(slice => slice.Events.Length));
        Assert.All(slices.Zip(slices.Skip(1)), pair => Assert.True(pair.First.KnownTime < pair.Second.KnownTime));
        Assert.All(slices, slice => Assert.All(slice.Events.ToArray(), item => Assert.True(item.Stamp < slice.KnownTime)));
    }).QuickCheckThrowOnFailure();

    [Fact]
    public void A_series_without_a_close_cannot_be_traded()
    {
        InstrumentSeries field = Markets.Field(Credit, "OAS", Availability.Close, Markets.Start, 300);
        TradingUniverse universe = TradingUniverse.Of([field]);
        Assert.Equal("SERIES_INVALID", Assert.Throws<InvalidInputException>(() => new MarketEventStream(universe, [field])).Reason);
    }

    private static string Name(TradingUniverse universe, MarketEvent item) =>
        item.IsBar ? universe.Instruments[item.Instrument].Id : universe.Fields[item.Field].ToString();
}
