using System.Diagnostics;
using System.Globalization;
using Tradewind.Data.Tests.Sources;
using Tradewind.Data.Tests.Storage;
using Tradewind.Domain.Errors;
using Tradewind.Domain.Market;
using Tradewind.Domain.Market.Microstructure;
using Tradewind.Sources;
using Xunit.Abstractions;

namespace Tradewind.Data.Tests.Layouts;

/// <summary>Recordings of an exchange become bars of order-book and trade-flow features.</summary>
public sealed class ExchangeRecordingTests(ITestOutputHelper output)
{
    private const string Before = """{"data":{"e":"depthUpdate","s":"BTCUSDT","U":8,"u":10,"b":[["99","50"]],"a":[]}}""";
    private const string Snapshot = """{"lastUpdateId":10,"bids":[["100","3"],["99","2"]],"asks":[["101","1"],["102","4"]]}""";
    private const string After = """{"data":{"e":"depthUpdate","s":"BTCUSDT","U":11,"u":12,"b":[["100","0"],["98","8"]],"a":[["101","2"]]}}""";

    [Fact]
    public void A_book_is_its_snapshot_and_the_updates_after_it()
    {
        LoadedData data = Load.Text(Lines((0, Before), (0, Snapshot), (1, After)), "rec.txt");
        Assert.Equal(("BTC/USDT BOOK", AssetClass.CryptoSpot), (data.Series[0].Instrument.Id, data.Series[0].Instrument.AssetClass));
        Assert.Equal((Timeframe.FromNanoseconds(UnixTime.Second), Availability.Candle), (data.Series[0].Timeframe, data.Series[0].Availability));
        // The update before the snapshot is part of it: the 50 never return.
        Assert.Equal([100.5, 100.0], data.Values("mid"));
        Assert.Equal([0.5, 0.0], data.Values("imbalance"));
        Assert.Equal([5.0, 10.0], data.Values("bid_depth"));
        Assert.Equal([(4.0 - 3) / (4 + 3), (6.0 - 4) / (6 + 4)], data.Values("pressure"));
        Assert.Equal(2 / 100.0 * 1e4, data.Values("spread_bps")[1], 9);
    }

    [Fact]
    public void Ten_against_two_press_by_two_thirds()
    {
        BookFeatures features = new() { BookKnown = true };
        features.Book.Set(isBid: true, 100, 10);
        features.Book.Set(isBid: false, 101, 2);
        double[] values = features.Close();
        Assert.Equal(0.666667, values[BookFeatures.Fields.IndexOf("imbalance")], 6);
        Assert.Equal(0.666667, values[BookFeatures.Fields.IndexOf("pressure")], 6);
    }

    [Fact]
    public void Flow_counts_who_took_inside_the_bar_alone()
    {
        LoadedData data = Load.Text(Lines((0, Trade(3, sellerTook: false)), (0, Trade(1, sellerTook: true)), (2, Trade(5, sellerTook: true))), "rec.txt");
        Assert.Equal([0.5, double.NaN, -1], data.Values("flow"));
        Assert.Equal([2, 0, 1], data.Values("trade_count"));
        Assert.Equal([3, 0, 0], data.Values("buy_volume"));
        Assert.True(data.Values("mid").All(double.IsNaN));
    }

    [Fact]
    public void A_hole_in_the_updates_makes_the_book_unknown_up_to_the_next_snapshot()
    {
        string hole = """{"data":{"e":"depthUpdate","s":"BTCUSDT","U":20,"u":21,"b":[["97","1"]],"a":[]}}""";
        string again = """{"lastUpdateId":30,"bids":[["90","1"]],"asks":[["92","1"]]}""";
        LoadedData data = Load.Text(Lines((0, Snapshot), (1, After), (2, hole), (3, again)), "rec.txt");
        Assert.Equal([100.5, 100, double.NaN, 91], data.Values("mid"));
        Assert.Contains(data.Quality[0].Findings, finding => finding.Code == "BOOK_GAPS");
    }

    [Fact]
    public void Another_bar_length_and_name_are_taken()
    {
        FileLoadOptions options = new() { InstrumentId = "MINE", Timeframe = Timeframe.Minute };
        LoadedData data = Load.Text(Lines((0, Snapshot), (30, After), (70, Trade(1, sellerTook: true))), "rec.txt", options);
        Assert.Equal(("MINE", 2), (data.Series[0].Instrument.Id, data.Series[0].Count));
    }

    [Theory]
    [InlineData("{\"data\":", "Line 2")]
    [InlineData("{\"data\":{\"e\":\"trade\",\"s\":\"BTCUSDT\",\"q\":\"x\",\"m\":true}}", "Line 2")]
    [InlineData("{\"data\":{\"e\":\"depthUpdate\",\"s\":\"BTCUSDT\",\"U\":11}}", "Line 2")]
    public void A_damaged_line_is_named(string line, string says) =>
        Assert.Contains(says, Load.Failure(Lines((0, Snapshot), (0, line)), "rec.txt").Message, StringComparison.Ordinal);

    [Fact]
    public void Times_that_go_back_or_span_years_of_seconds_are_refused()
    {
        Assert.Contains("before that of the line above", Load.Failure(Lines((5, Snapshot), (1, After)), "rec.txt").Message, StringComparison.Ordinal);
        Assert.Contains("longer timeframe", Load.Failure(Lines((0, Snapshot), (90_000_000, After)), "rec.txt").Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_recording_without_book_and_trades_is_refused()
    {
        InvalidInputException error = Load.Failure(Lines((0, """{"data":{"u":1,"b":"1","a":"2"}}""")), "rec.txt");
        Assert.Equal("RECORDING_EMPTY", error.Reason);
    }

    [Theory]
    [InlineData("microstructure/binance_spot_btcusdt_20240808.gz")]
    [InlineData("microstructure/binance_usdm_btcusdt_20240808.gz")]
    public async Task Real_recordings_agree_with_an_independent_replay(string file)
    {
        if (SharedData.Path(file) is not { } path)
        {
            output.WriteLine("Not run: set TRADEWIND_SHARED_DATA to the folder of real market data.");
            return;
        }

        LoadedData data = await Load.FileAsync(path);
        double[][] expected = Reference(path);
        Assert.Equal(expected.Length, data.Series[0].Count);
        Assert.DoesNotContain(data.Quality[0].Findings, finding => finding.Code == "BOOK_GAPS");
        for (int field = 0; field < BookFeatures.Fields.Length; field++)
        {
            double[] ours = data.Values(BookFeatures.Fields[field]);
            for (int row = 0; row < ours.Length; row++)
            {
                double theirs = expected[row][field + 1];
                bool same = double.IsNaN(theirs) ? double.IsNaN(ours[row]) : Math.Abs(ours[row] - theirs) <= 1e-9 * Math.Max(1e-3, Math.Abs(theirs));
                Assert.True(same, $"{BookFeatures.Fields[field]} row {row}: {ours[row]} against {theirs}");
            }
        }

        output.WriteLine($"{file}: {expected.Length} rows of {BookFeatures.Fields.Length} features agree.");
    }

    private static double[][] Reference(string path)
    {
        using TemporaryFolder folder = new();
        string rows = Path.Combine(folder.FullName, "rows.csv");
        string script = Path.Combine(AppContext.BaseDirectory, "Layouts", "book_reference.py");
        using Process python = Process.Start(new ProcessStartInfo("/usr/bin/python3", [script, path, rows]) { RedirectStandardError = true })!;
        string errors = python.StandardError.ReadToEnd();
        python.WaitForExit();
        Assert.True(python.ExitCode == 0, $"The reference needs python3. It ended with:\n{errors}");
        return [.. File.ReadLines(rows).Select(line => line.Split(',').Select(cell => cell == "nan" ? double.NaN : double.Parse(cell, CultureInfo.InvariantCulture)).ToArray())];
    }

    private static string Trade(double size, bool sellerTook) => string.Create(
        CultureInfo.InvariantCulture, $"{{\"data\":{{\"e\":\"trade\",\"s\":\"BTCUSDT\",\"q\":\"{size}\",\"p\":\"100\",\"m\":{(sellerTook ? "true" : "false")}}}}}");

    private static string Lines(params (int Second, string Message)[] lines) =>
        string.Concat(lines.Select(line => string.Create(CultureInfo.InvariantCulture, $"{1_723_161_253 + line.Second}000000001 {line.Message}\n")));
}
