using Tradewind.Domain.Errors;
using Tradewind.Domain.Market;
using Tradewind.Domain.Market.Alignment;
using static Tradewind.Data.Tests.Alignment.AlignmentSample;

namespace Tradewind.Data.Tests.Alignment;

public sealed class AlignmentRulesTests
{
    private const double Nothing = double.NaN;

    private static readonly InstrumentSeries Spread = Daily(
        "HY", AssetClass.CreditIndex, Availability.Close, "OAS", ("2024-01-04", 9), ("2024-01-05", 10), ("2024-01-08", 11));

    [Fact]
    public void Resamples_to_the_coarsest_input_as_bars_and_drops_days_not_covered()
    {
        // Starts at 22:00, so the first day is partial; ends after 10:00, so the last one is.
        int hours = 2 + 24 + 10;
        long[] times = [.. Enumerable.Range(0, hours).Select(i => Time("2024-01-04T22:00Z") + i * UnixTime.Hour)];
        double[] Values(Func<int, double> value) => [.. Enumerable.Range(0, hours).Select(value)];
        InstrumentSeries hourly = Series(
            "BTC", AssetClass.CryptoSpot, Availability.Candle, Timeframe.Hour, times,
            ("open", Values(i => 100 + i)), ("high", Values(i => i == 9 ? 999 : 100)), ("low", Values(i => i == 11 ? -999 : 100)),
            ("close", Values(i => 200 + i)), ("volume", Values(_ => 2)), ("funding", Values(i => i)));

        AlignmentResult result = Align(new AlignmentSpec { Fill = GapFill.None }, hourly, Spread);

        Assert.Equal(Timeframe.Day, result.Frame.Timeframe);
        Assert.Equal([Nothing, 102, Nothing], result.Values("BTC_open"));
        Assert.Equal([Nothing, 999, Nothing], result.Values("BTC_high"));
        Assert.Equal([Nothing, -999, Nothing], result.Values("BTC_low"));
        Assert.Equal([Nothing, 225, Nothing], result.Values("BTC_close"));
        Assert.Equal([Nothing, 48, Nothing], result.Values("BTC_volume"));
        Assert.Equal([Nothing, 25, Nothing], result.Values("BTC_funding"));
        Assert.Equal(2, result.Report.Inputs[0].EdgeBucketsDropped);
        Assert.Equal(0, result.Report.Inputs[0].IncompleteBuckets);
    }

    [Fact]
    public void Keeps_and_counts_days_with_holes()
    {
        long start = Time("2024-01-01");
        long[] times = [.. Enumerable.Range(0, 72).Where(i => i is not (30 or 31)).Select(i => start + i * UnixTime.Hour)];
        InstrumentSeries hourly = Series(
            "BTC", AssetClass.CryptoSpot, Availability.Candle, Timeframe.Hour, times, ("close", [.. times.Select(time => (time - start) / (double)UnixTime.Hour)]));

        AlignmentResult result = Align(new AlignmentSpec { ResampleTo = Timeframe.Day }, hourly);

        Assert.Equal([23, 47, 71], result.Values("BTC_close"));
        Assert.Equal(1, result.Report.Inputs[0].IncompleteBuckets);
    }

    [Fact]
    public void Weeks_begin_on_Monday_and_a_week_of_business_days_is_whole()
    {
        // Monday 2024-01-08 to Wednesday 2024-01-24.
        (string, double)[] rows =
        [
            .. Enumerable.Range(8, 17)
                .Where(day => UnixTime.IsWeekday(UnixTime.FromDate(2024, 1, day)))
                .Select(day => ($"2024-01-{day:00}", (double)day)),
        ];
        AlignmentResult result = Align(
            new AlignmentSpec { ResampleTo = Timeframe.Week }, Daily("HY", AssetClass.CreditIndex, Availability.Close, "OAS", rows));

        Assert.Equal(["2024-01-08", "2024-01-15"], result.Labels());
        Assert.Equal([12, 19], result.Values("HY_OAS"));
        Assert.Equal(365.0 / 7, result.Frame.RowsPerYear, 1e-12);
    }

    [Fact]
    public void Months_are_calendar_months()
    {
        InstrumentSeries daily = Series(
            "BTC", AssetClass.CryptoSpot, Availability.Candle, Timeframe.Day,
            [.. Enumerable.Range(0, 75).Select(i => Time("2024-01-20") + i * UnixTime.Day)],
            ("close", [.. Enumerable.Range(0, 75).Select(i => (double)i)]), ("volume", [.. Enumerable.Repeat(1.0, 75)]));

        AlignmentResult result = Align(new AlignmentSpec { ResampleTo = Timeframe.Month }, daily);

        Assert.Equal(["2024-02-01", "2024-03-01"], result.Labels());
        Assert.Equal([29, 31], result.Values("BTC_volume"));
        Assert.Equal([40, 71], result.Values("BTC_close"));
    }

    [Fact]
    public void A_published_value_is_in_the_week_in_which_it_was_known()
    {
        // Friday's value is published on Monday, so the week of the 8th closes with Thursday's.
        (string, double)[] rows = [.. new[] { 4, 5, 8, 9, 10, 11, 12, 15, 16, 17, 18, 19, 22 }.Select(day => ($"2024-01-{day:00}", (double)day))];
        AlignmentResult result = Align(
            new AlignmentSpec { ResampleTo = Timeframe.Week },
            Daily("OAS", AssetClass.CreditIndex, Availability.NextBusinessDay, "OAS", rows));

        Assert.Equal(["2024-01-08", "2024-01-15"], result.Labels());
        Assert.Equal([11, 18], result.Values("OAS_OAS"));
    }

    [Fact]
    public void A_weekly_release_neither_sets_the_frequency_nor_lapses_before_its_successor()
    {
        InstrumentSeries daily = Series(
            "BTC", AssetClass.CryptoSpot, Availability.Candle, Timeframe.Day,
            [.. Enumerable.Range(0, 40).Select(i => Time("2024-03-01") + i * UnixTime.Day)], ("close", [.. Enumerable.Range(0, 40).Select(i => (double)i)]));
        InstrumentSeries cot = Series(
            "COT", AssetClass.Macro, Availability.Cot, Timeframe.Week, [Time("2024-03-05"), Time("2024-03-12")], ("net", [1, 2]));

        AlignmentResult result = Align(new AlignmentSpec(), daily, cot);

        Assert.Equal(Timeframe.Day, result.Frame.Timeframe);
        double[] net = result.Values("COT_net");
        Assert.Equal(Enumerable.Repeat(1.0, 7), net[7..14]);
        Assert.Equal(Enumerable.Repeat(2.0, 13), net[14..27]);
        Assert.Equal(Nothing, net[6]);
        Assert.Equal(Nothing, net[27]);
    }

    [Fact]
    public void On_forced_hourly_rows_a_daily_value_lapses_after_five_days()
    {
        InstrumentSeries hourly = Hourly("BTC", "2024-03-14", hours: 24 * 9, value: i => i);
        InstrumentSeries credit = Daily("HY", AssetClass.CreditIndex, Availability.Close, "OAS", ("2024-03-14", 3.5));

        AlignmentResult result = Align(new AlignmentSpec { ResampleTo = Timeframe.Hour }, hourly, credit);

        string[] labels = result.Labels();
        double[] values = result.Values("HY_OAS");
        Assert.Equal("2024-03-14T21:00:00Z", labels[Array.FindIndex(values, value => value == 3.5)]);
        Assert.Equal("2024-03-19T21:00:00Z", labels[Array.FindLastIndex(values, value => value == 3.5)]);
        Assert.Equal(5 * 24, result.Report.Columns[1].Filled);
    }

    [Theory]
    [InlineData("1h")]
    [InlineData("1d")]
    public void The_largest_limit_fills_to_the_end(string rowLength)
    {
        Assert.True(Timeframe.TryParse(rowLength, out Timeframe timeframe));
        InstrumentSeries hourly = Hourly("BTC", "2024-03-14", hours: 24 * 300, value: i => i);
        InstrumentSeries fed = Series("FED", AssetClass.Macro, Availability.H41, Timeframe.Week, [Time("2024-03-14")], ("assets", [7]));
        InstrumentSeries credit = Daily("HY", AssetClass.CreditIndex, Availability.Close, "OAS", ("2024-03-14", 3.5));

        AlignmentResult result = Align(new AlignmentSpec { ResampleTo = timeframe, FillLimit = int.MaxValue }, hourly, fed, credit);

        Assert.Equal((7, 3.5), (result.Values("FED_assets")[^1], result.Values("HY_OAS")[^1]));
    }

    [Fact]
    public void A_daily_candle_shows_on_hourly_rows_only_after_its_close()
    {
        InstrumentSeries hourly = Hourly("BTC", "2024-03-14", hours: 72, value: i => i);
        InstrumentSeries daily = Daily("ETH", AssetClass.CryptoSpot, Availability.Candle, "close", ("2024-03-14", 1), ("2024-03-15", 2));

        AlignmentResult result = Align(new AlignmentSpec { ResampleTo = Timeframe.Hour }, hourly, daily);

        double[] values = result.Values("ETH_close");
        Assert.Equal((Nothing, 1, 1, 2), (values[22], values[23], values[46], values[47]));
    }

    [Fact]
    public void Without_fill_a_value_stands_only_where_it_became_known()
    {
        InstrumentSeries hourly = Hourly("BTC", "2024-03-14", hours: 48, value: i => i);
        InstrumentSeries credit = Daily("HY", AssetClass.CreditIndex, Availability.Close, "OAS", ("2024-03-14", 3.5));

        AlignmentResult result = Align(new AlignmentSpec { ResampleTo = Timeframe.Hour, Fill = GapFill.None }, hourly, credit);

        Assert.Equal(21, Assert.Single(Enumerable.Range(0, 48), row => !double.IsNaN(result.Values("HY_OAS")[row])));
    }

    [Fact]
    public void An_inner_join_of_hourly_rows_begins_with_the_first_known_value()
    {
        InstrumentSeries hourly = Hourly("BTC", "2024-03-14", hours: 48, value: i => i);
        InstrumentSeries credit = Daily("HY", AssetClass.CreditIndex, Availability.Close, "OAS", ("2024-03-14", 3.5));

        AlignmentResult result = Align(
            new AlignmentSpec { ResampleTo = Timeframe.Hour, Method = AlignmentMethod.Inner }, hourly, credit);

        Assert.Equal(("2024-03-14T21:00:00Z", 27), (result.Labels()[0], result.Frame.RowCount));
        Assert.All(result.Values("HY_OAS"), value => Assert.Equal(3.5, value));
    }

    [Fact]
    public void Of_two_values_known_on_one_day_the_later_wins_unless_its_cell_is_empty()
    {
        // Saturday's and Sunday's stamps are published on Monday together with Friday's.
        InstrumentSeries series = Series(
            "X", AssetClass.Macro, Availability.NextBusinessDay, Timeframe.Day,
            [Time("2024-03-15"), Time("2024-03-16"), Time("2024-03-17")], ("a", [1, 2, 3]), ("b", [1, 2, Nothing]));

        AlignmentResult result = Align(new AlignmentSpec(), series);

        Assert.Equal(["2024-03-18"], result.Labels());
        Assert.Equal((3, 2), (result.Values("X_a")[0], result.Values("X_b")[0]));
    }

    [Fact]
    public void Rows_without_any_taken_value_are_dropped_before_the_join()
    {
        InstrumentSeries workbook = Series(
            "HY", AssetClass.CreditIndex, Availability.Close, Timeframe.Day, [Time("2024-01-04"), Time("2024-01-05")],
            ("OAS", [1, Nothing]), ("DTS", [5, 6]));

        AlignmentResult result = PortfolioAlignment.Align([new AlignedInput(workbook, ["OAS"])], new AlignmentSpec());

        Assert.Equal(["2024-01-04"], result.Labels());
        Assert.Equal("HY_OAS", Assert.Single(result.Frame.Columns).Name);
        Assert.Equal(new InputAlignment("HY", Timeframe.Day, 1, 1, 0, 0), result.Report.Inputs.Single());
    }

    [Fact]
    public void Labels_stay_in_the_half_open_interval_even_when_publication_moves_them()
    {
        InstrumentSeries published = Daily(
            "OAS", AssetClass.CreditIndex, Availability.NextBusinessDay, "OAS", ("2024-01-03", 1), ("2024-01-04", 2), ("2024-01-05", 3), ("2024-01-08", 4));

        AlignmentResult result = Align(new AlignmentSpec { Start = Time("2024-01-04"), End = Time("2024-01-08") }, published);

        Assert.Equal(["2024-01-05"], result.Labels());
        Assert.Equal([2], result.Values("OAS_OAS"));
    }

    [Fact]
    public void Back_fill_needs_leave_and_is_stamped()
    {
        AlignmentSpec backFill = new() { Fill = GapFill.BackFill, FillLimit = 1, ResampleTo = null };
        InstrumentSeries crypto = Daily(
            "BTC", AssetClass.CryptoSpot, Availability.Candle, "close", ("2024-01-06", 1), ("2024-01-07", 2), ("2024-01-08", 3), ("2024-01-09", 4));

        Assert.Equal("LOOKAHEAD_NOT_ALLOWED", Assert.Throws<InvalidInputException>(() => Align(backFill, crypto, Spread)).Reason);
        AlignmentResult result = Align(backFill with { AllowLookahead = true }, crypto, Spread);

        Assert.Equal([9, 10, Nothing, 11, 11, Nothing], result.Values("HY_OAS"));
        Assert.True(result.Report.ContainsLookahead);
        Assert.Contains(result.Report.Warnings, warning => warning.Code == "LOOKAHEAD");
    }

    [Fact]
    public void Names_everything_wrong_with_the_inputs()
    {
        InstrumentSeries slash = Daily("BTC/USDT", AssetClass.CryptoSpot, Availability.Candle, "close", ("2024-01-05", 1));
        InstrumentSeries dash = Daily("BTC-USDT", AssetClass.CryptoSpot, Availability.Candle, "close", ("2024-01-05", 1));

        InvalidInputException collision = Assert.Throws<InvalidInputException>(() => Align(new AlignmentSpec(), slash, dash));
        Assert.Contains("BTC-USDT is already a column of BTC/USDT", collision.Message);
        InvalidInputException field = Assert.Throws<InvalidInputException>(() =>
            PortfolioAlignment.Align([new AlignedInput(slash, ["clse", "volume"])], new AlignmentSpec()));
        Assert.Equal(2, field.Violations.Length);
        Assert.Contains("it has close", field.Message);
        Assert.Equal("inputs", Assert.Throws<InvalidInputException>(() => Align(new AlignmentSpec())).Violations.Single().Field);
        Assert.Throws<InvalidInputException>(() => Align(new AlignmentSpec { FillLimit = -1 }, slash));
        Assert.Throws<InvalidInputException>(() => Align(new AlignmentSpec { Start = 5, End = 5 }, slash));
        Assert.Equal(
            "RESAMPLE_TOO_FINE",
            Assert.Throws<InvalidInputException>(() => Align(new AlignmentSpec { ResampleTo = Timeframe.Hour }, slash)).Reason);
        Assert.Equal(
            "ALIGNMENT_EMPTY",
            Assert.Throws<InvalidInputException>(() => Align(new AlignmentSpec { Method = AlignmentMethod.Inner }, slash,
                Daily("ETH", AssetClass.CryptoSpot, Availability.Candle, "close", ("2024-01-06", 1)))).Reason);
    }

    [Fact]
    public void Warns_of_missing_values_and_few_rows()
    {
        long[] times = [.. Enumerable.Range(0, 120).Select(i => Time("2024-01-01") + i * UnixTime.Day)];
        InstrumentSeries full = Series(
            "BTC", AssetClass.CryptoSpot, Availability.Candle, Timeframe.Day, times,
            ("close", [.. times.Select(_ => 1.0)]),
            ("half", [.. times.Select((_, i) => i < 50 ? 1 : Nothing)]),
            ("fifth", [.. times.Select((_, i) => i < 90 ? 1 : Nothing)]));

        AlignmentResult result = Align(new AlignmentSpec { Fill = GapFill.None }, full);

        Assert.Equal(
            [("MISSING_OVER_HALF", "BTC_half"), ("MISSING_OVER_FIFTH", "BTC_fifth")],
            result.Report.Warnings.Select(warning => (warning.Code, warning.Subject)));
        Assert.Equal("FEW_ROWS", Align(new AlignmentSpec(), Spread).Report.Warnings.Single().Code);
    }

    [Fact]
    public void Business_day_series_alone_make_a_calendar_of_252_days()
    {
        Assert.False(Align(new AlignmentSpec(), Spread).Frame.EveryDay);
        Assert.True(Align(new AlignmentSpec(), Daily("CHAIN", AssetClass.OnChain, Availability.OnChain, "mvrv", ("2024-01-05", 1))).Frame.EveryDay);
    }
}
