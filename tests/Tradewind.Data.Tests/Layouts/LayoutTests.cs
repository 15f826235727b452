using System.Formats.Tar;
using System.IO.Compression;
using System.Text;
using Tradewind.Data.Tests.Sources;
using Tradewind.Domain.Errors;
using Tradewind.Domain.Market;
using Tradewind.Domain.Market.Futures;
using Tradewind.Domain.Market.Quality;
using Tradewind.Sources;

namespace Tradewind.Data.Tests.Layouts;

public sealed class LayoutTests
{
    private const string Curve = "\"date\",\"CL01\",\"CL02\",\"BRN01\",\"ZZZ01\"\n2024-01-03,71,72,76,\n2024-01-02,70,71,75,\n2024-01-06,,,77,1\n";

    [Fact]
    public void A_curve_becomes_one_generic_contract_a_column_in_order_of_time()
    {
        LoadedData data = Load.Text(Curve, "curves.csv");

        Assert.Equal(["CL1 Comdty", "CL2 Comdty", "CO1 Comdty", "ZZZ1 Comdty"], data.Series.Select(series => series.Instrument.Id));
        Assert.Equal(["2024-01-02", "2024-01-03"], data.Dates());
        Assert.Equal([70, 71], data.Values("close"));
        Instrument wti = data.Series[0].Instrument;
        Assert.Equal((1000m, ContractUnit.Barrel, "NYMEX", "cme_energy", AssetClass.CommodityFuture), (wti.Multiplier, wti.Unit, wti.Exchange, wti.Calendar, wti.AssetClass));
        Assert.Equal(1, data.Quality[0].Finding(QualityCode.EmptyRows).Count);
        Assert.Equal(1, data.Findings.Single(finding => finding.Code == QualityCode.UnsortedRows).Count);
        Assert.Equal(1, data.Findings.Single(finding => finding.Code == QualityCode.WeekendRows).Count);
    }

    [Fact]
    public void A_row_of_a_curve_that_repeats_a_date_is_removed_and_counted()
    {
        LoadedData data = Load.Text("date,CL01,CL02\n2024-01-02,70,71\n2024-01-02,99,99\n", "curves.csv");

        Assert.Equal([70], data.Values("close"));
        Assert.Equal(1, data.Quality[0].Finding("DROPPED_DUPLICATES").Count);
    }

    [Fact]
    public void A_long_table_becomes_one_instrument_a_series_oldest_first()
    {
        LoadedData data = Load.Text(
            "\"date\",\"series\",\"value\"\n2024-01-12,\"CrudeCushing\",3\n2024-01-05,\"CrudeCushing\",2\n2024-01-05,\"NGLower48\",5\n", "eia_weekly_stocks_long.csv");

        Assert.Equal(["EIA CrudeCushing", "EIA NGLower48"], data.Series.Select(series => series.Instrument.Id));
        Assert.Equal((Availability.EiaWeekly, Timeframe.Week), (data.Series[0].Availability, data.Series[0].Timeframe));
        Assert.Equal([2, 3], data.Values("value"));
    }

    [Fact]
    public void A_long_table_names_the_line_of_a_wrong_number()
    {
        InvalidInputException error = Load.Failure("date,series,value\n2024-01-12,A,3\n2024-01-05,A,x\n");

        Assert.Equal("line 3, column value", error.Violations[0].Field);
    }

    [Fact]
    public void Of_several_releases_the_latest_published_is_loaded_and_the_others_are_named()
    {
        const string Text = "id,name,release_date,uom,2024-01-01,2024-02-01,2024-03-01\nA,first,2024-01-10,mbd,1,2,3\nA,first,2024-02-10,mbd,1.5,2.5,3.5\nA,first,2024-03-10,mbd,9,9,9\n";
        LoadedData data = Load.Text(Text, options: new() { Today = new DateOnly(2024, 2, 20) });

        InstrumentSeries series = Assert.Single(data.Series);
        Assert.Equal(("STEO A", Availability.Vintage, Timeframe.Month), (series.Instrument.Id, series.Availability, series.Timeframe));
        Assert.Equal([1.5, 2.5, 3.5], data.Values("value"));
        Assert.Equal([0, 0, 1], data.Values("forecast"));
        Assert.Equal(["2024-02-10T22:00:00Z", "2024-02-10T22:00:00Z", "2024-03-01T22:00:00Z"], Enumerable.Range(0, 3).Select(row => UnixTime.Format(series.AvailableAt(row))));
        Assert.Contains("2024-01-10, 2024-03-10", Assert.Single(data.Findings).Message, StringComparison.Ordinal);
        Assert.Equal([1, 2, 3], Load.Text(Text, options: new() { Release = new DateOnly(2024, 1, 10) }).Values("value"));
        Assert.Equal("RELEASE_NOT_FOUND", Load.Failure(Text, options: new() { Today = new DateOnly(2023, 1, 1) }).Reason);
    }

    [Fact]
    public void An_expiry_table_becomes_last_trade_days_by_root()
    {
        LoadedData data = Load.Text(
            "\"cmdty\",\"tick.prefix\",\"Last.Trade\",\"First.Notice\",\"First.Delivery\",\"Last.Delivery\",\"Year\",\"Month\",\"Month.Letter\"\n"
            + "\"icebrent\",\"LCO\",2015-06-15,2015-06-15,2015-07-01,2015-07-31,2015,7,\"N\"\n\"cmewti\",\"CL\",2024-01-22,NA,2024-02-01,2024-02-29,2024,2,\"G\"\n");

        Assert.Equal(["CO EXPIRY", "CL EXPIRY"], data.Series.Select(series => series.Instrument.Id));
        Assert.Equal((201507.0, 20150701.0), (data.Values("delivery_month")[0], data.Values("first_delivery")[0]));
        Assert.True(double.IsNaN(data.Series[1].Column("first_notice").Span[0]));
        SuppliedExpiries brent = SuppliedExpiries.OfBrent(data.Series[0]);
        Assert.Equal(new DateOnly(2015, 6, 15), brent.LastTradeDay(new DeliveryMonth(2015, 7)));
        Assert.Equal(new DeliveryMonth(2015, 7), brent.AtPosition(1, new DateOnly(2015, 6, 15)));
        Assert.Null(brent.AtPosition(1, new DateOnly(2015, 6, 16)));
    }

    [Fact]
    public void An_archive_holds_one_contract_a_file()
    {
        const string Bars = "Date,NumericDeliveryMonth,Open,High,Low,Close,Volume,OI\n2020-04-17,202005,19,20,17,18,1,5\n2020-04-20,202005,17,18,-40.32,-37.63,1,5\n";
        LoadedData data = Load.Bytes(Archive(("CL/2020K.csv", Bars), ("CL/2020M.csv", Bars), ("README.md", "x")), "contracts.tar.gz");

        Assert.Equal(["CLK20 Comdty", "CLM20 Comdty"], data.Series.Select(series => series.Instrument.Id));
        Assert.Equal(["open", "high", "low", "close", "volume", "NumericDeliveryMonth", "open_interest"], data.Fields());
        Assert.Equal((1000m, "cme_energy"), (data.Series[0].Instrument.Multiplier, data.Series[0].Instrument.Calendar));
        Assert.Equal(QualitySeverity.Info, data.Quality[0].Finding(QualityCode.NegativePrice).Severity);
        Assert.Equal("FILE_LEFT_OUT", Assert.Single(data.Findings).Code);
    }

    [Fact]
    public void An_archive_with_two_files_of_one_contract_is_refused() => Assert.Equal(
        "ARCHIVE_AMBIGUOUS",
        Assert.Throws<InvalidInputException>(() => Load.Bytes(Archive(("a/X.csv", "date,value\n2024-01-02,1\n"), ("b/X.csv", "date,value\n2024-01-02,1\n")), "x.tar.gz")).Reason);

    [Theory]
    [InlineData("{\"a\":1}\n", "JSON text")]
    [InlineData("<!DOCTYPE html><html>\n", "web page")]
    [InlineData("Profit rose by 5 % .@positive\n", "labelled sentences")]
    [InlineData("PAR1xxxx", "Parquet")]
    [InlineData("%PDF-1.7", "PDF")]
    public void What_is_no_table_is_refused_with_what_it_is(string text, string what)
    {
        InvalidInputException plain = Load.Failure(text, "x.csv");
        InvalidInputException packed = Assert.Throws<InvalidInputException>(() => Load.Bytes(Load.Gzip(text), "x.csv.gz"));

        Assert.Equal(("NOT_MARKET_DATA", "NOT_MARKET_DATA"), (plain.Reason, packed.Reason));
        Assert.Contains(what, plain.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Files_of_the_regulator_are_recognised_by_their_columns_whatever_their_name()
    {
        InstrumentSeries cot = Load.Text("Date,TotalOI,MML_OI\n2024-01-02,1,2\n2024-01-09,3,4\n", "mine.csv").Series[0];

        Assert.Equal((Availability.Cot, AssetClass.Macro, Timeframe.Week), (cot.Availability, cot.Instrument.AssetClass, cot.Timeframe));
    }

    private static byte[] Archive(params (string Name, string Text)[] files)
    {
        using MemoryStream packed = new();
        using (GZipStream gzip = new(packed, CompressionLevel.Fastest))
        using (TarWriter tar = new(gzip))
        {
            foreach ((string name, string text) in files)
            {
                tar.WriteEntry(new PaxTarEntry(TarEntryType.RegularFile, name) { DataStream = new MemoryStream(Encoding.UTF8.GetBytes(text)) });
            }
        }

        return packed.ToArray();
    }
}
