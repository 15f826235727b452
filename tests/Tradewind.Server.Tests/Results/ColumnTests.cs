using System.Globalization;
using System.Text;
using Google.Protobuf.WellKnownTypes;
using Tradewind.Client;
using Tradewind.Testing;
using Tradewind.V1;

namespace Tradewind.Server.Tests.Results;

/// <summary>What comes back is what was loaded, bit for bit, in rows and in columns.</summary>
public sealed class ColumnTests : IAsyncLifetime
{
    private const int Rows = 60_000;
    private static readonly DateTime Start = new(2024, 1, 1, 0, 0, 0, DateTimeKind.Utc);

    private TestServer _server = null!;

    public async Task InitializeAsync() => _server = await TestServer.StartAsync();

    public async Task DisposeAsync() => await _server.DisposeAsync();

    [Fact]
    public async Task Columns_are_what_was_loaded_bit_for_bit_over_several_blocks_with_missing_values()
    {
        Random random = new(3);
        double[] a = new double[Rows];
        double[] b = new double[Rows];
        StringBuilder text = new("Date,a,b\n");
        for (int row = 0; row < Rows; row++)
        {
            a[row] = random.Next(10) == 0 ? double.NaN : BitConverter.Int64BitsToDouble(random.NextInt64()) is var any && double.IsFinite(any) ? any : row;
            b[row] = row % 3 == 0 && !double.IsNaN(a[row]) ? double.NaN : -row / 7.0;
            text.Append(
                CultureInfo.InvariantCulture,
                $"{Start.AddMinutes(row):yyyy-MM-ddTHH:mm:ssZ},{(double.IsNaN(a[row]) ? "" : a[row].ToString("R", CultureInfo.InvariantCulture))},{(double.IsNaN(b[row]) ? "" : b[row].ToString("R", CultureInfo.InvariantCulture))}\n");
        }

        await _server.LoadAsync(MarketData.File(text.ToString(), "Numbers.csv"));
        List<ReadColumnsResponse> blocks = await _server.Data.ReadColumns(new ReadColumnsRequest { InstrumentId = "Numbers" }).ListAsync();
        ColumnTable table = ColumnTable.FromBlocks([.. blocks.Select(message => message.Block)]);

        Assert.True(blocks.Count > 1, "the table must not fit into one block for this test to mean something");
        Assert.Equal(Enumerable.Range(1, blocks.Count).Select(i => (long)i), blocks.Select(message => message.Sequence));
        Assert.Equal(Rows, blocks[0].TotalRowCount);
        Assert.Equal(a.Select(BitConverter.DoubleToInt64Bits), table["a"].Select(BitConverter.DoubleToInt64Bits));
        Assert.Equal(b.Select(BitConverter.DoubleToInt64Bits), table["b"].Select(BitConverter.DoubleToInt64Bits));
        Assert.Equal(
            Enumerable.Range(0, Rows).Select(row => (Start.AddMinutes(row) - DateTime.UnixEpoch).Ticks * 100), table.Times);
    }

    [Fact]
    public async Task Pages_of_bars_equal_the_columns()
    {
        await _server.SimulateAsync(300);
        ColumnTable table = await _server.Client.ReadColumnsAsync(new ReadColumnsRequest { InstrumentId = MarketData.SimulatedCoin });
        List<Bar> bars = [];
        await foreach (Bar bar in _server.Client.EnumerateBarsAsync(new ListBarsRequest { InstrumentId = MarketData.SimulatedCoin, PageSize = 33 }))
        {
            bars.Add(bar);
        }

        Assert.Equal(300, bars.Count);
        Assert.Equal(table.Times, bars.Select(bar => UnixNanoseconds.FromTimestamp(bar.OpenTime)));
        Assert.Equal(table["open"], bars.Select(bar => bar.Open));
        Assert.Equal(table["high"], bars.Select(bar => bar.High));
        Assert.Equal(table["low"], bars.Select(bar => bar.Low));
        Assert.Equal(table["close"], bars.Select(bar => bar.Close));
        Assert.Equal(table["volume"], bars.Select(bar => bar.Volume));
        Assert.All(bars, bar => Assert.Equal(86_400, bar.KnownTime.Seconds - bar.OpenTime.Seconds));
    }

    [Fact]
    public async Task Pages_cross_gaps_of_any_length()
    {
        const string Text = "Date,value\n1990-01-01,1\n1990-01-02,2\n1990-01-03,3\n1990-01-04,4\n2010-06-01,5\n2010-06-02,6\n2023-12-31,7\n";
        LoadDataRequest request = MarketData.File(Text, "Gaps.csv");
        request.File.Options = new LoadOptions { Timeframe = "1d" };
        await _server.LoadAsync(request);
        List<double> values = [];
        string token = "";
        do
        {
            ListObservationsResponse page = await _server.Data.ListObservationsAsync(
                new ListObservationsRequest { InstrumentId = "Gaps", PageSize = 2, PageToken = token });
            values.AddRange(page.Observations.Select(observation => observation.Values["value"]));
            token = page.NextPageToken;
        }
        while (token.Length > 0);

        Assert.Equal([1, 2, 3, 4, 5, 6, 7], values);
    }

    [Fact]
    public async Task An_interval_holds_its_start_and_not_its_end()
    {
        await _server.LoadBarsAsync(30);
        TimeInterval interval = new() { StartTime = MarketData.Day(10), EndTime = MarketData.Day(13) };
        Timestamp[] expected = [MarketData.Day(10), MarketData.Day(11), MarketData.Day(12)];

        ListBarsResponse bars = await _server.Data.ListBarsAsync(new ListBarsRequest { InstrumentId = MarketData.Coin, Interval = interval });
        ListObservationsResponse rows = await _server.Data.ListObservationsAsync(
            new ListObservationsRequest { InstrumentId = MarketData.Coin, Interval = interval, Fields = { "close" } });
        ColumnTable columns = await _server.Client.ReadColumnsAsync(new ReadColumnsRequest { InstrumentId = MarketData.Coin, Interval = interval });
        (AlignmentReport report, ColumnTable aligned) = await _server.Client.AlignPortfolioAsync(
            new AlignPortfolioRequest { Portfolio = new PortfolioSpec { Members = { MarketData.Member(MarketData.Coin) }, Interval = interval } });

        Assert.Equal(expected, bars.Bars.Select(bar => bar.OpenTime));
        Assert.Equal(expected, rows.Observations.Select(row => row.Time));
        Assert.Equal(expected.Select(UnixNanoseconds.FromTimestamp), columns.Times);
        Assert.Equal(expected.Select(UnixNanoseconds.FromTimestamp), aligned.Times);
        Assert.Equal(3, report.RowCount);
    }

    [Fact]
    public async Task An_interval_outside_of_the_data_is_empty_and_no_error()
    {
        await _server.LoadBarsAsync(30);
        foreach (TimeInterval interval in (TimeInterval[])
            [
                new() { StartTime = MarketData.Day(30) }, new() { EndTime = MarketData.Day(0) },
                new() { StartTime = MarketData.Day(3000), EndTime = MarketData.Day(4000) },
            ])
        {
            Assert.Empty((await _server.Data.ListBarsAsync(new ListBarsRequest { InstrumentId = MarketData.Coin, Interval = interval })).Bars);
            Assert.Equal(0, (await _server.Client.ReadColumnsAsync(new ReadColumnsRequest { InstrumentId = MarketData.Coin, Interval = interval })).RowCount);
        }
    }

    [Fact]
    public async Task Missing_values_are_absent_from_rows_and_NaN_in_columns()
    {
        await _server.LoadAsync(MarketData.File("Date,a,b\n2024-01-01,1,\n2024-01-02,,2\n2024-01-03,3,3\n", "Holes.csv"));

        ListObservationsResponse rows = await _server.Data.ListObservationsAsync(new ListObservationsRequest { InstrumentId = "Holes" });
        ColumnTable table = await _server.Client.ReadColumnsAsync(new ReadColumnsRequest { InstrumentId = "Holes", Fields = { "b", "a" } });

        Assert.Equal(["a", "b", "a b"], rows.Observations.Select(row => string.Join(' ', row.Values.Keys.Order())));
        Assert.Equal(["b", "a"], table.Names);
        Assert.Equal([double.NaN, 2, 3], table["b"]);
        Assert.Equal([1, double.NaN, 3], table["a"]);
    }
}
