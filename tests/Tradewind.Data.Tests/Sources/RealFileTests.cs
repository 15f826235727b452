using Tradewind.Domain.Market;
using Tradewind.Domain.Market.Quality;
using Tradewind.Sources;

namespace Tradewind.Data.Tests.Sources;

/// <summary>Row counts, dates and defects as documented beside the data.</summary>
public sealed class RealFileTests
{
    [Theory]
    [InlineData("crypto/daily_yahoo/BTC-USD.csv", "BTC/USD", "1d", 2792, "2018-01-01", "2025-08-23")]
    [InlineData("crypto/daily_yahoo/SOL-USD.csv", "SOL/USD", "1d", 1962, "2020-04-10", "2025-08-23")]
    [InlineData("crypto/daily_yahoo/DOT-USD.csv", "DOT/USD", "1d", 1830, "2020-08-20", "2025-08-23")]
    [InlineData("crypto/daily_bybit/BTCUSDT_1d.csv", "BTC/USDT", "1d", 1000, "2023-01-27", "2025-10-22")]
    [InlineData("crypto/daily_bybit/ENAUSDT_1d.csv", "ENA/USDT", "1d", 569, "2024-04-02", "2025-10-22")]
    [InlineData("crypto/hourly/BTCUSDT_1h.csv.gz", "BTC/USDT", "1h", 31973, "2020-10-23T08:00:00Z", "2024-06-16T12:00:00Z")]
    [InlineData("crypto/hourly/XLMUSDT_1h.csv.gz", "XLM/USDT", "1h", 31973, "2020-10-23T08:00:00Z", "2024-06-16T12:00:00Z")]
    [InlineData("crypto/minute/btc-perp-20211231-20220201_1m.csv.gz", "btc-perp-20211231-20220201_1m", "1m", 45031, "2021-12-31T23:01:00Z", "2022-02-01T05:31:00Z")]
    public async Task Crypto_bars_have_every_row_and_no_gap(string file, string id, string timeframe, int rows, string first, string last)
    {
        if (SharedData.Path(file) is not { } path)
        {
            return;
        }

        LoadedData data = await Load.FileAsync(path);

        InstrumentSeries series = Assert.Single(data.Series);
        Assert.Equal((id, timeframe, rows), (series.Instrument.Id, series.Timeframe.ToString(), series.Count));
        Assert.Equal((first, last), (UnixTime.Format(series.Times.Span[0]), UnixTime.Format(series.Times.Span[^1])));
        Assert.Equal(Availability.Candle, series.Availability);
        Assert.Equal((0L, 100.0), (data.Quality[0].MissingPeriods, data.Quality[0].CoveragePercent));
        Assert.False(data.Quality[0].Has(QualityCode.OhlcViolation));
        Assert.All(data.Quality[0].Columns, column => Assert.Equal(0, column.Missing));
    }

    [Theory]
    [InlineData("credit/BAMLC0A0CM.csv", 7063, "1999-01-04", "2025-09-24", 82, AssetClass.CreditIndex)]
    [InlineData("credit/BAMLH0A0HYM2.csv", 7064, "1999-01-04", "2025-09-25", 81, AssetClass.CreditIndex)]
    [InlineData("credit/DGS10.csv", 6974, "1999-01-04", "2025-09-25", 286, AssetClass.Rate)]
    [InlineData("credit/DGS2.csv", 6974, "1999-01-04", "2025-09-25", 286, AssetClass.Rate)]
    [InlineData("credit/DFII10.csv", 5931, "2003-01-02", "2025-09-25", 243, AssetClass.Rate)]
    [InlineData("credit/VIXCLS.csv", 6974, "1999-01-04", "2025-09-25", 223, AssetClass.Index)]
    [InlineData("credit/T10Y2Y.csv", 9149, "1990-01-02", "2026-07-29", 0, AssetClass.Rate)]
    [InlineData("macro/DTWEXBGS.csv", 5154, "2006-01-02", "2026-07-24", 0, AssetClass.Macro)]
    [InlineData("macro/DGS10_to_2026.csv", 5896, "2003-01-02", "2026-07-28", 0, AssetClass.Rate)]
    [InlineData("macro/WALCL.csv", 1189, "2002-12-18", "2025-09-24", 0, AssetClass.Macro)]
    public async Task Fred_files_have_one_field_and_advice(string file, int rows, string first, string last, int missing, AssetClass assetClass)
    {
        if (SharedData.Path(file) is not { } path)
        {
            return;
        }

        LoadedData data = await Load.FileAsync(path);

        Assert.Equal(["value"], data.Fields());
        Assert.Equal(assetClass, data.Series[0].Instrument.AssetClass);
        Assert.Equal(rows, data.Series[0].Count);
        Assert.Equal((first, last), (data.Dates()[0], data.Dates()[^1]));
        Assert.Equal(missing, data.Quality[0].Columns[0].Missing);
        Assert.True(data.Quality[0].Has("FRED_AVAILABILITY"));
    }

    [Theory]
    [InlineData("macro/GSPC.csv", 6723, "1999-01-04", "2025-09-24")]
    [InlineData("macro/vix.csv", 2795, "2015-01-02", "2026-02-12")]
    [InlineData("macro/fear_greed.csv", 2931, "2018-02-01", "2026-02-13")]
    public async Task Other_value_files_have_the_field_value(string file, int rows, string first, string last)
    {
        if (SharedData.Path(file) is not { } path)
        {
            return;
        }

        LoadedData data = await Load.FileAsync(path);

        Assert.Equal(["value"], data.Fields());
        Assert.Equal((rows, first, last), (data.Series[0].Count, data.Dates()[0], data.Dates()[^1]));
    }

    [Theory]
    [InlineData("macro/GC=F.csv", 1922, 33)]
    [InlineData("oil/CL=F.csv", 1923, 4)]
    public async Task New_York_dates_of_futures_stay_on_their_date(string file, int rows, int zeroVolume)
    {
        if (SharedData.Path(file) is not { } path)
        {
            return;
        }

        LoadedData data = await Load.FileAsync(path);

        Assert.Equal((rows, "2018-01-02", "2025-08-22"), (data.Series[0].Count, data.Dates()[0], data.Dates()[^1]));
        Assert.Equal(AssetClass.CommodityFuture, data.Series[0].Instrument.AssetClass);
        Assert.Equal(zeroVolume, data.Quality[0].Finding(QualityCode.ZeroVolume).Count);
        Assert.All(data.Series[0].Times.ToArray(), time => Assert.Equal(0, time % UnixTime.Day));
    }

    [Fact]
    public async Task Fear_and_greed_misses_its_four_lost_days()
    {
        if (SharedData.Path("macro/fear_greed.csv") is not { } path)
        {
            return;
        }

        QualityReport report = (await Load.FileAsync(path)).Quality[0];

        Assert.Equal(4, report.MissingPeriods);
        Assert.Equal("2024-10-26 2018-04-16", $"{UnixTime.Format(report.MissingTimes[^1])} {UnixTime.Format(report.MissingTimes[2])}");
    }
}
