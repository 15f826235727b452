using Tradewind.Data.Tests.Sources;
using Tradewind.Domain.Errors;
using Tradewind.Domain.Market;
using Tradewind.Domain.Market.Quality;
using Tradewind.Sources;

namespace Tradewind.Data.Tests.Layouts;

/// <summary>Prints of trades from CSV.</summary>
public sealed class PrintTableTests
{
    private static readonly long Noon = UnixTime.FromDate(2024, 1, 2) + 12 * UnixTime.Hour;

    [Fact]
    public void Prints_of_one_time_keep_their_order_a_nanosecond_apart()
    {
        LoadedData data = Load.Text(
            "time,side,price,size\n2024-01-02T12:00:00.000Z,buy,100,2\n2024-01-02T12:00:00.000Z,sell,99.5,1\n2024-01-02T12:00:00.000000001Z,sell,99,4\n2024-01-02T12:00:01.250Z,buy,101,\n",
            "BTC-USD.csv");
        InstrumentSeries series = Assert.Single(data.Series);
        Assert.Equal(("BTC/USD", Timeframe.Tick, AssetClass.CryptoSpot), (series.Instrument.Id, series.Timeframe, series.Instrument.AssetClass));
        Assert.Equal([Noon, Noon + 1, Noon + 2, Noon + 1_250_000_000], series.Times.ToArray());
        Assert.Equal([100, 99.5, 99, 101], series.Column("price").ToArray());
        Assert.Equal([2, 1, 4, double.NaN], series.Column("size").ToArray());
        Assert.Equal(Noon + 1, series.AvailableAt(1));
        Assert.Equal(2, data.Quality[0].Finding("SPACED_PRINTS").Count);
        Assert.Null(data.Quality[0].MissingPeriods);
    }

    [Fact]
    public void The_timeframe_tick_asks_for_prints_whatever_the_headers()
    {
        LoadedData data = Load.Text("timestamp,px,volume\n1704196800000,100,3\n", "X.csv", new FileLoadOptions { Timeframe = Timeframe.Tick });
        Assert.Equal([3], data.Values("size"));
        InvalidInputException error = Load.Failure("timestamp,close\n1704196800000,100\n", options: new FileLoadOptions { Timeframe = Timeframe.Tick });
        Assert.Equal("CSV_MISSING_COLUMN", error.Reason);
        Assert.Equal(("tick", true), (Timeframe.Tick.ToString(), Timeframe.TryParse("tick", out Timeframe read) && read == Timeframe.Tick));
    }

    [Fact]
    public void Times_that_go_back_missing_prices_and_negative_sizes_are_refused_with_their_lines()
    {
        const string Text = "time,price,qty\n2024-01-02T12:00:01Z,100,1\n2024-01-02T12:00:00Z,99,1\n2024-01-02T12:00:02Z,,1\n2024-01-02T12:00:03Z,98,-1\n";
        InvalidInputException error = Load.Failure(Text);
        Assert.Equal("CSV_INVALID", error.Reason);
        Assert.Equal(["line 3, column time", "line 4, column price", "line 5, column qty"], error.Violations.Select(violation => violation.Field).Order());

        LoadedData dropped = Load.Text(Text, options: new FileLoadOptions { OnBadRow = BadRowPolicy.Drop });
        Assert.Equal([99, 100], dropped.Values("price"));
        Assert.Equal(2, dropped.Quality[0].Finding("DROPPED_PRINTS").Count);
        Assert.Equal("CSV_NO_ROWS", Load.Failure("time,price,size\n2024-01-02,,1\n", options: new FileLoadOptions { OnBadRow = BadRowPolicy.Drop }).Reason);
    }
}
