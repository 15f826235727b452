using Tradewind.Domain.Market;
using Tradewind.Domain.Market.Quality;
using Tradewind.Sources;

namespace Tradewind.Data.Tests.Sources;

public sealed class CsvLayoutTests
{
    [Theory]
    [InlineData(",")]
    [InlineData(";")]
    [InlineData("\t")]
    [InlineData("|")]
    public void Detects_the_delimiter(string delimiter)
    {
        string text = "Date,Open,High,Low,Close,Volume\n2024-01-01,1,3,0.5,2,10\n2024-01-02,2,4,1.5,3,20\n".Replace(",", delimiter, StringComparison.Ordinal);

        LoadedData data = Load.Text(text);

        Assert.Equal(["open", "high", "low", "close", "volume"], data.Fields());
        Assert.Equal([2.0, 3.0], data.Values("close"));
    }

    [Fact]
    public void Reads_headers_in_any_case_and_order_with_aliases()
    {
        LoadedData data = Load.Text("VOL,Close,TIMESTAMP,LOW,high,oPeN,Adj Close\n5,2,2024-01-01,1,3,1.5,1.9\n");

        Assert.Equal(["open", "high", "low", "close", "volume", "adj_close"], data.Fields());
        Assert.Equal(new Bar(UnixTime.FromDate(2024, 1, 1), 1.5, 3, 1, 2, 5), data.Series[0].BarAt(0));
        Assert.Equal([1.9], data.Values("adj_close"));
    }

    [Fact]
    public void Reads_single_letter_headers_only_as_a_whole_bar()
    {
        Assert.Equal(["open", "high", "low", "close", "volume"], Load.Text("time,o,h,l,c,v\n2024-01-01,1,2,1,2,3\n").Fields());
        Assert.Equal(["c", "x"], Load.Text("time,c,x\n2024-01-01,1,2\n").Fields());
    }

    [Fact]
    public void Keeps_turnover_beside_volume_and_uses_it_where_volume_is_absent()
    {
        Assert.Equal(
            ["open", "high", "low", "close", "volume", "turnover"],
            Load.Text("date,open,high,low,close,volume,turnover\n2024-01-01,1,1,1,1,5,6\n").Fields());
        Assert.Equal([6.0], Load.Text("date,open,high,low,close,turnover\n2024-01-01,1,1,1,1,6\n").Values("volume"));
    }

    [Fact]
    public void Reads_quotes_byte_order_mark_carriage_returns_and_blank_lines()
    {
        LoadedData data = Load.Text("\uFEFF\"date\",\"a \"\"b\"\"\",note\r\n\r\n\"2024-01-01\", 1.5 ,\"x, y\nz\"\r\n2024-01-02,\"2.5\",w\r\n");

        Assert.Equal(["value"], data.Fields());
        Assert.Equal([1.5, 2.5], data.Values("value"));
        Assert.True(data.Quality[0].Has("COLUMN_LEFT_OUT"));
    }

    [Fact]
    public void Reads_a_last_line_without_line_end_and_a_delimiter_too_many() =>
        Assert.Equal([1.0, 2.0], Load.Text("date,value\n2024-01-01,1,\n2024-01-02,2").Values("value"));

    [Fact]
    public void Detects_gzip_by_content_not_by_name() =>
        Assert.Equal([7.0], Load.Bytes(Load.Gzip("date,value\n2024-01-01,7\n"), "plain.csv").Values("value"));

    [Fact]
    public void Reads_gzip_with_offset_dates_as_utc_when_intraday()
    {
        // The clock goes back from +03:00 to +02:00: local times repeat, UTC does not.
        LoadedData data = Load.Bytes(
            Load.Gzip("open_time,open,high,low,close\n2023-10-29 00:00:00+03:00,1,1,1,1\n2023-10-29 01:00:00+03:00,1,1,1,1\n2023-10-29 01:00:00+02:00,1,1,1,1\n"),
            "BTCUSDT_1h.csv.gz");

        Assert.Equal(["2023-10-28T21:00:00Z", "2023-10-28T22:00:00Z", "2023-10-28T23:00:00Z"], data.Dates());
        Assert.Equal(Timeframe.Hour, data.Series[0].Timeframe);
    }

    [Fact]
    public void Daily_rows_keep_the_date_written_in_their_own_offset()
    {
        LoadedData data = Load.Text("Date,Close\n2018-01-02 00:00:00-05:00,1\n2018-01-03 00:00:00-05:00,2\n2018-01-04 00:00:00+09:00,3\n");

        Assert.Equal(["2018-01-02", "2018-01-03", "2018-01-04"], data.Dates());
    }

    [Theory]
    [InlineData("1704067200", "1704153600")]
    [InlineData("1704067200000", "1704153600000")]
    [InlineData("1704067200000000", "1704153600000000")]
    [InlineData("1704067200000000000", "1704153600000000000")]
    [InlineData("1704067200.0", "1704153600.0")]
    [InlineData("20240101", "20240102")]
    [InlineData("2024/01/01", "2024/01/02")]
    [InlineData("2024-01-01T00:00:00Z", "2024-01-02T00:00:00.000Z")]
    [InlineData("2024-01-01 00:00", "2024-01-02 00:00 UTC")]
    public void Reads_dates_in_the_usual_forms(string first, string second) =>
        Assert.Equal(["2024-01-01", "2024-01-02"], Load.Text($"time,value\n{first},1\n{second},2\n").Dates());

    [Fact]
    public void Keeps_nanoseconds_of_times() =>
        Assert.Equal(
            1_704_067_200_123_456_789,
            Load.Text("ts,value\n1704067200123456789,1\n1704067201123456789,2\n", options: new() { Timeframe = Timeframe.Minute }).Series[0].Times.Span[0]);

    [Fact]
    public void Reads_dates_by_a_given_format() =>
        Assert.Equal(
            ["2024-03-04", "2024-03-05"],
            Load.Text("date,value\n03/04/2024,1\n03/05/2024,2\n", options: new() { DateFormat = "MM/dd/yyyy" }).Dates());

    [Theory]
    [InlineData("")]
    [InlineData(".")]
    [InlineData("NA")]
    [InlineData("N/A")]
    [InlineData("#N/A")]
    [InlineData("NaN")]
    [InlineData("nan")]
    [InlineData("null")]
    [InlineData("None")]
    public void Missing_marks_are_NaN(string mark)
    {
        LoadedData data = Load.Text($"date,value\n2024-01-01,1\n2024-01-02,{mark}\n");

        Assert.True(double.IsNaN(data.Values("value")[1]));
        Assert.Equal(1, data.Quality[0].Columns[0].Missing);
    }

    [Theory]
    [InlineData("1.5e-3", 0.0015)]
    [InlineData("+4", 4)]
    [InlineData("-0.25", -0.25)]
    [InlineData("14112.2001953125", 14112.2001953125)]
    [InlineData("0.1234567890123456789012345678", 0.1234567890123456789012345678)]
    [InlineData("9007199254740993", 9007199254740992)]
    [InlineData(".5", 0.5)]
    public void Reads_numbers_correctly_rounded(string text, double expected) =>
        Assert.Equal([expected], Load.Text($"date,value\n2024-01-01,{text}\n").Values("value"));

    [Theory]
    [InlineData("BTC-USD.csv", "BTC/USD", AssetClass.CryptoSpot)]
    [InlineData("BTCUSDT_1d.csv", "BTC/USDT", AssetClass.CryptoSpot)]
    [InlineData("BTCUSDT_1h.csv.gz", "BTC/USDT", AssetClass.CryptoSpot)]
    [InlineData("data/ETHUSDC.csv", "ETH/USDC", AssetClass.CryptoSpot)]
    [InlineData("btc-perp-20211231-20220201_1m.csv.gz", "btc-perp-20211231-20220201_1m", AssetClass.CryptoPerpetual)]
    [InlineData("CL=F.csv", "CL=F", AssetClass.CommodityFuture)]
    [InlineData("AAPL.csv", "AAPL", AssetClass.Equity)]
    public void Names_the_instrument_of_a_bar_file(string fileName, string id, AssetClass assetClass)
    {
        Instrument instrument = Load.Text("date,open,high,low,close\n2024-01-01,1,1,1,1\n", fileName).Series[0].Instrument;

        Assert.Equal((id, assetClass), (instrument.Id, instrument.AssetClass));
        Assert.Equal(assetClass.IsCrypto() ? 0.000001m : 1m, instrument.LotSize);
    }

    [Fact]
    public void Options_override_what_is_inferred()
    {
        FileLoadOptions options = new()
        {
            InstrumentId = "My/Coin", AssetClass = AssetClass.CryptoSpot, Timeframe = Timeframe.Hour, Availability = Availability.OnChain, DateColumn = "when",
        };

        InstrumentSeries series = Load.Text("when,value\n2024-01-01,1\n2024-01-02,2\n", options: options).Series[0];

        Assert.Equal(("My/Coin", AssetClass.CryptoSpot), (series.Instrument.Id, series.Instrument.AssetClass));
        Assert.Equal((Timeframe.Hour, Availability.OnChain), (series.Timeframe, series.Availability));
    }

    [Theory]
    [InlineData("BTC-USD.csv", "2024-01-01,2024-01-02", Availability.Candle)]
    [InlineData("AAPL.csv", "2024-01-01,2024-01-02", Availability.Close)]
    [InlineData("AAPL.csv", "2024-01-02 14:30,2024-01-02 14:31", Availability.Candle)]
    [InlineData("AAPL.csv", "2024-01-01,2024-01-08", Availability.Candle)]
    public void A_bar_is_never_known_before_its_close(string fileName, string dates, Availability expected)
    {
        string rows = string.Concat(dates.Split(',').Select(date => $"{date},1,1,1,1\n"));

        InstrumentSeries series = Load.Text($"date,open,high,low,close\n{rows}", fileName).Series[0];

        Assert.Equal(expected, series.Availability);
        Assert.True(series.AvailableAt(0) >= series.Times.Span[0] + (expected == Availability.Close ? AvailabilityRule.PublishTime : series.Timeframe.Nanoseconds));
    }

    [Theory]
    [InlineData("00:01", "1m")]
    [InlineData("00:05", "5m")]
    [InlineData("00:15", "15m")]
    [InlineData("00:30", "30m")]
    [InlineData("01:00", "1h")]
    [InlineData("04:00", "4h")]
    public void Infers_intraday_timeframes(string second, string expected) =>
        Assert.Equal(expected, Load.Text($"date,value\n2024-01-01 00:00,1\n2024-01-01 {second},2\n").Series[0].Timeframe.ToString());

    [Theory]
    [InlineData("2024-01-05,2024-01-08,2024-01-09,2024-01-10", "1d")]
    [InlineData("2024-01-03,2024-01-10,2024-01-17", "1w")]
    [InlineData("2024-01-31,2024-02-29,2024-03-31", "1M")]
    public void Infers_daily_and_coarser_timeframes(string dates, string expected) =>
        Assert.Equal(expected, Load.Text("date,value\n" + string.Concat(dates.Split(',').Select(d => $"{d},1\n"))).Series[0].Timeframe.ToString());

    [Fact]
    public void A_fred_file_gets_field_value_and_advice_on_availability()
    {
        LoadedData data = Load.Text("observation_date,BAMLH0A0HYM2\n2024-01-02,3.4\n2024-01-03,\n2024-01-04,3.5\n", "BAMLH0A0HYM2.csv");

        Assert.Equal(["value"], data.Fields());
        Assert.Equal(Availability.Close, data.Series[0].Availability);
        QualityFinding advice = data.Quality[0].Finding("FRED_AVAILABILITY");
        Assert.Equal(QualitySeverity.Warning, advice.Severity);
        Assert.Contains("next_business_day", advice.Advice, StringComparison.Ordinal);
    }

    [Fact]
    public void The_advice_is_silent_when_it_was_followed() =>
        Assert.False(Load.Text("date,WALCL\n2024-01-03,1\n", options: new() { Availability = Availability.H41 }).Quality[0].Has("FRED_AVAILABILITY"));

    [Fact]
    public void A_file_written_with_its_index_has_dates_under_an_empty_header() =>
        Assert.Equal(["2024-01-01"], Load.Text(",close\n2024-01-01,5\n").Dates());
}
