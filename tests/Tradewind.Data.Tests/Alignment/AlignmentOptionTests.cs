using Tradewind.Domain.Errors;
using Tradewind.Domain.Market;
using Tradewind.Domain.Market.Alignment;
using Tradewind.Domain.Market.Calendars;
using Tradewind.Domain.Market.Quality;
using static Tradewind.Data.Tests.Alignment.AlignmentSample;

namespace Tradewind.Data.Tests.Alignment;

/// <summary>Release calendars, limits in time, sessions, outliers and the refusal to mix frequencies.</summary>
public sealed class AlignmentOptionTests
{
    private const double Nothing = double.NaN;

    [Fact]
    public void A_release_calendar_replaces_the_rule_for_the_dates_it_lists()
    {
        // COT of Tuesday 2024-01-02 comes out on Friday by rule; a holiday moves this one to Monday.
        InstrumentSeries cot = Series(
            "COT", AssetClass.Macro, Availability.Cot, Timeframe.Week, [Time("2024-01-02"), Time("2024-01-09")], ("v", [1, 2]));
        AlignedInput late = new(cot) { Releases = [new Release(Time("2024-01-02"), Time("2024-01-08T20:30Z"))] };

        Assert.Equal(["2024-01-05", "2024-01-12"], PortfolioAlignment.Align([new AlignedInput(cot)], new AlignmentSpec()).Labels());
        Assert.Equal(["2024-01-08", "2024-01-12"], PortfolioAlignment.Align([late], new AlignmentSpec()).Labels());
    }

    [Fact]
    public void A_release_before_the_date_of_its_value_is_refused()
    {
        InstrumentSeries cot = Series("COT", AssetClass.Macro, Availability.Cot, Timeframe.Week, [Time("2024-01-02")], ("v", [1]));
        AlignedInput early = new(cot) { Releases = [new Release(Time("2024-01-02"), Time("2024-01-01"))] };

        InvalidInputException error = Assert.Throws<InvalidInputException>(() => PortfolioAlignment.Align([early], new AlignmentSpec()));
        Assert.Equal("inputs[0].releases", error.Violations[0].Field);
    }

    [Theory]
    [InlineData(null, new[] { 1, 1, 1, 1, 1, 1, Nothing, 8 })]
    [InlineData(3, new[] { 1, 1, 1, 1, Nothing, Nothing, Nothing, 8 })]
    [InlineData(0, new[] { 1, Nothing, Nothing, Nothing, Nothing, Nothing, Nothing, 8 })]
    public void A_value_is_carried_no_longer_than_the_time_allows(int? days, double[] expected)
    {
        InstrumentSeries sparse = Daily("S", AssetClass.Index, Availability.Close, "v", ("2024-01-01", 1), ("2024-01-08", 8));
        InstrumentSeries daily = Daily(
            "D", AssetClass.CryptoSpot, Availability.Candle, "v", [.. Enumerable.Range(1, 8).Select(day => ($"2024-01-{day:00}", (double)day))]);

        AlignmentResult result = Align(new AlignmentSpec { FillLimitTime = days * UnixTime.Day }, sparse, daily);
        Assert.Equal(expected, result.Values("S_v"));
    }

    [Fact]
    public void Only_sessions_are_rows_and_their_fill_starts_after_the_cut()
    {
        InstrumentSeries crypto = Daily(
            "C", AssetClass.CryptoSpot, Availability.Candle, "close", [.. Enumerable.Range(27, 4).Select(day => ($"2024-03-{day:00}", (double)day)), ("2024-04-01", 32)]);

        AlignmentResult result = Align(new AlignmentSpec { Sessions = TradingCalendars.Nyse }, crypto);
        Assert.Equal(["2024-03-27", "2024-03-28", "2024-04-01"], result.Labels());
        Assert.False(result.Frame.EveryDay);
    }

    [Fact]
    public void Weeks_that_end_on_a_holiday_of_the_calendar_are_whole()
    {
        // Thursday 2024-03-28 is the last session of its week: Good Friday.
        InstrumentSeries series = Daily(
            "S", AssetClass.Index, Availability.Close, "v", ("2024-03-25", 1), ("2024-03-26", 2), ("2024-03-27", 3), ("2024-03-28", 4));
        InstrumentSeries known = series.WithInstrument(series.Instrument with { Calendar = "nyse" });

        Assert.Equal([4], Align(new AlignmentSpec { ResampleTo = Timeframe.Week }, known).Values("S_v"));
        Assert.Equal("ALIGNMENT_EMPTY", Assert.Throws<InvalidInputException>(() => Align(new AlignmentSpec { ResampleTo = Timeframe.Week }, series)).Reason);
    }

    [Fact]
    public void Different_frequencies_are_refused_without_a_row_length_and_named()
    {
        InstrumentSeries hourly = Hourly("H", "2024-01-01", 72, i => i);
        InstrumentSeries daily = Daily("D", AssetClass.CryptoSpot, Availability.Candle, "close", ("2024-01-01", 1), ("2024-01-02", 2));
        AlignmentSpec strict = new() { RefuseMixedFrequencies = true };

        InvalidInputException error = Assert.Throws<InvalidInputException>(() => Align(strict, hourly, daily));
        Assert.Equal("MIXED_FREQUENCIES", error.Reason);
        Assert.Contains("H 1h, D 1d", error.Message, StringComparison.Ordinal);
        Assert.Equal(Timeframe.Day, Align(strict with { ResampleTo = Timeframe.Day }, hourly, daily).Frame.Timeframe);
    }

    [Fact]
    public void Weekly_releases_are_no_other_frequency()
    {
        InstrumentSeries daily = Daily("D", AssetClass.CryptoSpot, Availability.Candle, "close", ("2024-01-04", 1), ("2024-01-05", 2), ("2024-01-06", 3));
        InstrumentSeries cot = Series("COT", AssetClass.Macro, Availability.Cot, Timeframe.Week, [Time("2024-01-02")], ("v", [1]));

        Assert.Equal([Nothing, 1, 1], Align(new AlignmentSpec { RefuseMixedFrequencies = true }, daily, cot).Values("COT_v"));
    }

    [Fact]
    public void Outliers_are_marked_where_the_quality_report_finds_them_and_stay()
    {
        (InstrumentSeries series, double[] values) = WithJump();
        AlignmentResult result = Align(new AlignmentSpec { Outliers = new OutlierTreatment() }, series);

        (int count, int first) = OutlierRule.Find(values, FieldKind.Price);
        Assert.Equal(count, result.Report.Columns[0].Outliers.Length);
        Assert.Equal(series.Times.Span[first], result.Report.Columns[0].Outliers[0]);
        Assert.Equal(values, result.Values("X_close"));
    }

    [Fact]
    public void Removed_outliers_are_missing_and_winsorized_ones_lie_at_the_threshold()
    {
        (InstrumentSeries series, double[] values) = WithJump();
        double[] removed = Align(new AlignmentSpec { Fill = GapFill.None, Outliers = new OutlierTreatment { Action = OutlierAction.Remove } }, series).Values("X_close");
        double[] cut = Align(new AlignmentSpec { Outliers = new OutlierTreatment { Action = OutlierAction.Winsorize } }, series).Values("X_close");

        double[] changes = [.. Enumerable.Range(1, 39).Select(i => values[i] / values[i - 1] - 1)];
        double mean = changes.Average();
        double deviation = Math.Sqrt(changes.Sum(change => (change - mean) * (change - mean)) / (changes.Length - 1));
        Assert.DoesNotContain(values[40], removed);
        Assert.Equal(59, removed.Length);
        Assert.Equal(values[39] * (1 + mean + 3 * deviation), cut[40], 1e-10);
        Assert.Equal(values[..40], cut[..40]);
    }

    [Fact]
    public void The_robust_distance_is_not_widened_by_an_earlier_jump()
    {
        double[] values = [.. Enumerable.Range(0, 60).Select(i => 100 + Math.Sin(i) + (i >= 30 ? 50 : 0) + (i >= 45 ? 8 : 0))];
        InstrumentSeries series = Daily("X", AssetClass.Index, Availability.Close, "spread", [.. Dates(values)]);

        int Count(OutlierMethod method) => Align(new AlignmentSpec { Outliers = new OutlierTreatment { Method = method } }, series).Report.Columns[0].Outliers.Length;
        Assert.Equal((1, 2), (Count(OutlierMethod.ZScore), Count(OutlierMethod.RobustZScore)));
    }

    [Fact]
    public void Settings_of_the_screen_that_make_no_sense_are_refused()
    {
        (InstrumentSeries series, _) = WithJump();
        foreach (OutlierTreatment wrong in (OutlierTreatment[])[new() { Threshold = 0 }, new() { Threshold = double.NaN }, new() { Window = 19 }])
        {
            Assert.Equal("outliers", Assert.Throws<InvalidInputException>(() => Align(new AlignmentSpec { Outliers = wrong }, series)).Violations[0].Field);
        }
    }

    [Fact]
    public void A_vintage_shows_no_forecast_before_its_date_and_nothing_before_its_release()
    {
        long release = Time("2024-02-06");
        InstrumentSeries outlook = Series(
            "STEO", AssetClass.Macro, Availability.Vintage, Timeframe.Month,
            [Time("2024-01-01"), Time("2024-02-01"), Time("2024-03-01")],
            ("value", [1, 2, 3]), (AvailabilityRule.ReleaseField, [.. Enumerable.Repeat(release / 1e9, 3)]));

        AlignmentResult result = Align(new AlignmentSpec { FillLimit = 60 }, outlook);
        Assert.Equal(["2024-02-06", "2024-03-01"], result.Labels());
        Assert.Equal([2, 3], result.Values("STEO_value"));
    }

    private static (InstrumentSeries Series, double[] Values) WithJump()
    {
        double[] values = [.. Enumerable.Range(0, 60).Select(i => 100 + Math.Sin(i) + (i >= 40 ? 30 : 0))];
        return (Daily("X", AssetClass.Index, Availability.Close, "close", [.. Dates(values)]), values);
    }

    private static IEnumerable<(string, double)> Dates(double[] values) =>
        values.Select((value, i) => (UnixTime.Format(Time("2024-01-01") + i * UnixTime.Day), value));
}
