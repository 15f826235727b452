using System.Globalization;
using System.IO.Compression;
using Tradewind.Domain.Features;
using Tradewind.Domain.Market;

namespace Tradewind.Features.Tests.Features;

/// <summary>Calendar features against known dates, pandas' holiday rules, the time zone database and the expiry table of the exchanges.</summary>
public sealed class CalendarFeatureTests
{
    private static readonly FeatureSetSpec s_spec = new()
    {
        Technical = TechnicalSpec.None, Momentum = new MomentumSpec { Columns = [] }, Calendar = new CalendarSpec(),
    };

    [Theory]
    // Thanksgiving week: the report of Wednesday stays, Monday to Wednesday are no holidays; the positions come on Friday.
    [InlineData("2024-11-28", "cal_is_holiday", 1)]
    [InlineData("2024-11-27", "cal_is_pre_holiday", 1)]
    [InlineData("2024-11-29", "cal_is_post_holiday", 1)]
    [InlineData("2024-11-29", "cal_is_month_end", 1)]
    [InlineData("2024-11-30", "cal_is_month_end", 0)]
    [InlineData("2024-11-27", "cal_is_eia_day", 1)]
    // Labor Day moves the report to Thursday.
    [InlineData("2024-09-04", "cal_is_eia_day", 0)]
    [InlineData("2024-09-05", "cal_is_eia_day", 1)]
    [InlineData("2024-09-11", "cal_days_since_eia", 0)]
    // Independence Day of 2025 is a Friday: the positions come on Monday.
    [InlineData("2025-07-07", "cal_is_cot_day", 1)]
    [InlineData("2025-07-06", "cal_days_since_cot", 9)]
    // Turn of the month: the last session and the first three.
    [InlineData("2024-12-31", "cal_turn_of_month", 1)]
    [InlineData("2025-01-01", "cal_turn_of_month", 0)]
    [InlineData("2025-01-06", "cal_turn_of_month", 1)]
    [InlineData("2025-01-07", "cal_turn_of_month", 0)]
    [InlineData("2024-12-31", "cal_is_year_end", 1)]
    [InlineData("2024-12-30", "cal_sessions_to_month_end", 1)]
    [InlineData("2024-12-30", "cal_week_of_year", 1)]
    // A day of mourning was not known ahead: to these features it is a day like any other.
    [InlineData("2025-01-09", "cal_is_holiday", 0)]
    public void Known_dates_have_their_place(string date, string column, double expected)
    {
        FeatureResult result = FeaturePipeline.Compute(Days(DateOnly.ParseExact(date, "yyyy-MM-dd", CultureInfo.InvariantCulture), 1), s_spec);
        Assert.Equal(expected, SampleFrames.Values(result.Engineered, column)[0]);
    }

    [Fact]
    public void Every_day_of_thirty_years_agrees_with_pandas() => Compare(Days(new DateOnly(1999, 1, 1), 10_950), 27);

    [Fact]
    public void Every_hour_around_the_changes_of_clocks_agrees_with_the_time_zone_database() =>
        Compare(Rows(UnixTime.FromDate(2024, 2, 25), Timeframe.FromNanoseconds(30 * UnixTime.Minute), 48 * 270), 33);

    [Fact]
    public void Sine_and_cosine_close_the_circle()
    {
        FeatureResult result = FeaturePipeline.Compute(Days(new DateOnly(2023, 1, 1), 800), s_spec);
        foreach (string cycle in new[] { "day_of_week", "month", "day_of_year" })
        {
            double[] sines = SampleFrames.Values(result.Engineered, $"cal_{cycle}_sin"), cosines = SampleFrames.Values(result.Engineered, $"cal_{cycle}_cos");
            Assert.All(sines.Zip(cosines), pair => Assert.Equal(1, pair.First * pair.First + pair.Second * pair.Second, 12));
        }
    }

    [Fact]
    public void Days_to_expiry_of_the_front_agree_with_the_table_of_the_exchange()
    {
        if (SharedData.Folder() is not { } folder)
        {
            Console.WriteLine("shared data not found: set TRADEWIND_SHARED_DATA to compare with the expiry table.");
            return;
        }

        using StreamReader reader = new(new GZipStream(File.OpenRead(Path.Combine(folder, "oil", "futures_expiry_table.csv.gz")), CompressionMode.Decompress));
        DateOnly[] expiries =
        [
            .. reader.ReadToEnd().Replace("\"", "", StringComparison.Ordinal).Split('\n').Select(line => line.Split(','))
                .Where(cells => cells[0] == "cmewti").Select(cells => DateOnly.ParseExact(cells[2], "yyyy-MM-dd", CultureInfo.InvariantCulture)).Order(),
        ];
        DateOnly start = new(2015, 1, 1);
        const int count = 3_600;
        Frame frame = new(
            Days(start, count).Times, Timeframe.Day, everyDay: true,
            new[] { "CL1 Comdty", "CL2 Comdty" }.Select(id => SampleFrames.Column(id, AssetClass.CommodityFuture, "close", new double[count])));
        FeatureResult result = FeaturePipeline.Compute(frame, s_spec);
        foreach (int position in new[] { 1, 2 })
        {
            double[] ours = SampleFrames.Values(result.Engineered, $"CL{position}_Comdty_days_to_expiry");
            for (int row = 0; row < count; row++)
            {
                DateOnly date = start.AddDays(row);
                DateOnly expiry = expiries.Where(day => day >= date).ElementAt(position - 1);
                Assert.True(expiry.DayNumber - date.DayNumber == ours[row], $"{date} position {position}: {ours[row]} against {expiry}");
            }
        }
    }

    [Fact]
    public void A_named_contract_counts_down_to_its_last_day_and_is_missing_after_it()
    {
        Frame days = Days(new DateOnly(2024, 12, 16), 10);
        Frame frame = new(days.Times, Timeframe.Day, everyDay: true, [SampleFrames.Column("CLF25 Comdty", AssetClass.CommodityFuture, "close", new double[10])]);
        FeatureResult result = FeaturePipeline.Compute(frame, s_spec);
        double[] left = SampleFrames.Values(result.Engineered, "CLF25_Comdty_days_to_expiry"), sessions = SampleFrames.Values(result.Engineered, "CLF25_Comdty_sessions_to_expiry");
        // Its last day was 2024-12-19.
        Assert.Equal([3, 2, 1, 0], left[..4]);
        Assert.Equal([3, 2, 1, 0], sessions[..4]);
        Assert.All(left[4..], value => Assert.True(double.IsNaN(value)));
        Assert.DoesNotContain(
            FeaturePipeline.Compute(frame, s_spec with { Calendar = new CalendarSpec { Expiries = false } }).Engineered,
            column => column.Name.EndsWith("expiry", StringComparison.Ordinal));
    }

    [Fact]
    public void Rows_one_at_a_time_give_the_columns_of_the_batch()
    {
        Frame frame = Rows(UnixTime.FromDate(2024, 3, 8), Timeframe.Hour, 500);
        FeatureResult batch = FeaturePipeline.Compute(frame, s_spec);
        FeatureStream stream = new(frame.Prefix(0), s_spec);
        Assert.True(stream.NeedsTime);
        for (int row = 0; row < frame.RowCount; row++)
        {
            ReadOnlySpan<double> values = stream.Update(frame.Times.Span[row], [1]);
            for (int i = 0; i < values.Length; i++)
            {
                Assert.Equal(BitConverter.DoubleToInt64Bits(batch.Engineered[i].Values.Span[row]), BitConverter.DoubleToInt64Bits(values[i]));
            }
        }
    }

    /// <summary>Columns of the peer for some rows.</summary>
    public static Dictionary<string, double[]> Reference(Frame frame) => PythonReference.Compute(
        "calendar_reference.py", [], ("second", [.. frame.Times.ToArray().Select(time => (double)(time / UnixTime.Second))]));

    public static Frame Rows(long start, Timeframe timeframe, int count) => new(
        Enumerable.Range(0, count).Select(row => start + row * timeframe.Nanoseconds).ToArray(), timeframe, everyDay: true,
        [SampleFrames.Column("BTC/USDT", AssetClass.CryptoSpot, "close", [.. Enumerable.Repeat(1.0, count)])]);

    private static Frame Days(DateOnly first, int count) => Rows(UnixTime.FromDate(first), Timeframe.Day, count);

    private static void Compare(Frame frame, int columns)
    {
        FrameColumn[] ours = [.. FeaturePipeline.Compute(frame, s_spec).Engineered];
        Dictionary<string, double[]> theirs = Reference(frame);
        Assert.Equal(columns, ours.Length);
        Assert.Equal(theirs.Keys.Order(StringComparer.Ordinal), ours.Select(column => column.Name).Order(StringComparer.Ordinal));
        Agreement.Require(ours, theirs);
    }
}
