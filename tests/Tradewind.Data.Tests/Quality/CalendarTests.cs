using FsCheck;
using FsCheck.Fluent;
using Tradewind.Data.Tests.Sources;
using Tradewind.Domain.Market;
using Tradewind.Domain.Market.Quality;

namespace Tradewind.Data.Tests.Quality;

public sealed class CalendarTests
{
    [Fact]
    public void Weekends_are_gaps_for_crypto_only()
    {
        (string, double[]) close = ("close", SeriesOf.Wave(10));

        Assert.Equal(2, SeriesOf.Weekdays(AssetClass.CryptoSpot, close).Report().MissingPeriods);
        Assert.Equal(0, SeriesOf.Weekdays(AssetClass.Equity, close).Report().MissingPeriods);
        Assert.Equal(100, SeriesOf.Weekdays(AssetClass.Equity, close).Report().CoveragePercent);
    }

    [Fact]
    public void Holes_are_counted_listed_and_graded()
    {
        long[] times = [SeriesOf.Monday, SeriesOf.Monday + 2 * UnixTime.Day, SeriesOf.Monday + 9 * UnixTime.Day];

        QualityReport equity = SeriesOf.At(times, AssetClass.Equity, ("close", [1, 2, 3])).Report();
        QualityReport crypto = SeriesOf.At(times, AssetClass.CryptoSpot, ("close", [1, 2, 3])).Report();

        Assert.Equal(5, equity.MissingPeriods);
        Assert.Equal(["2024-01-02", "2024-01-04", "2024-01-05", "2024-01-08", "2024-01-09"], equity.MissingTimes.Select(UnixTime.Format));
        Assert.Equal(1, equity.Finding(QualityCode.Gaps).FirstRow);
        Assert.Equal(7, crypto.MissingPeriods);
        Assert.Equal(30.0, crypto.CoveragePercent!.Value, 1e-12);
    }

    [Fact]
    public void Single_missing_weekdays_read_as_holidays()
    {
        long[] times = [SeriesOf.Monday, SeriesOf.Monday + 2 * UnixTime.Day];

        Assert.Equal(QualitySeverity.Info, SeriesOf.At(times, AssetClass.Equity, ("close", [1, 2])).Report().Finding(QualityCode.Gaps).Severity);
        Assert.Equal(QualitySeverity.Warning, SeriesOf.At(times, AssetClass.CryptoSpot, ("close", [1, 2])).Report().Finding(QualityCode.Gaps).Severity);
    }

    [Fact]
    public void A_bar_a_few_milliseconds_late_is_no_gap()
    {
        long[] times = [SeriesOf.Monday, SeriesOf.Monday + UnixTime.Day + 5_000_000, SeriesOf.Monday + 2 * UnixTime.Day];

        Assert.Equal(0, SeriesOf.At(times, AssetClass.CryptoSpot, ("close", [1, 2, 3])).Report().MissingPeriods);
    }

    [Fact]
    public void Months_are_counted_by_the_calendar()
    {
        InstrumentSeries series = new(
            new Instrument("X", AssetClass.Macro), Timeframe.Month, Availability.Close,
            new[] { UnixTime.FromDate(2023, 11, 30), UnixTime.FromDate(2023, 12, 31), UnixTime.FromDate(2024, 3, 31) },
            [KeyValuePair.Create("value", (ReadOnlyMemory<double>)new[] { 1.0, 2.0, 3.0 })]);

        Assert.Equal(2, series.Report().MissingPeriods);
    }

    [Fact]
    public void Weekend_rows_are_reported_unless_the_series_is_published_on_weekends()
    {
        Assert.Equal(4, SeriesOf.Daily(AssetClass.CreditIndex, ("OAS", SeriesOf.Wave(14))).Report().Finding(QualityCode.WeekendRows).Count);
        Assert.False(SeriesOf.Daily(AssetClass.Macro, ("value", SeriesOf.Wave(14))).Report().Has(QualityCode.WeekendRows));
        Assert.False(SeriesOf.Daily(AssetClass.CryptoSpot, ("close", SeriesOf.Wave(14))).Report().Has(QualityCode.WeekendRows));
    }

    [Fact]
    public void The_calendar_of_intraday_shares_is_unknown()
    {
        InstrumentSeries series = new(
            new Instrument("X", AssetClass.Equity), Timeframe.Minute, Availability.Candle, new[] { SeriesOf.Monday, SeriesOf.Monday + UnixTime.Hour },
            [KeyValuePair.Create("close", (ReadOnlyMemory<double>)new[] { 1.0, 2.0 })]);

        Assert.Null(series.Report().MissingPeriods);
        Assert.Null(series.Report().CoveragePercent);
    }

    [Fact]
    public void Business_days_match_a_count_by_hand() =>
        Prop.ForAll<PositiveInt, NonNegativeInt>((start, length) =>
        {
            DateOnly after = new DateOnly(1965, 1, 1).AddDays(start.Get * 97 % 20_000);
            DateOnly until = after.AddDays(length.Get);
            int expected = Enumerable.Range(1, length.Get).Count(i => after.AddDays(i).DayOfWeek is not (DayOfWeek.Saturday or DayOfWeek.Sunday));
            return CalendarCoverage.BusinessDays(after, until) == expected;
        }).QuickCheckThrowOnFailure();

    [Fact]
    public void Findings_come_worst_first_and_decide_the_status()
    {
        QualityReport report = SeriesOf.At([SeriesOf.Monday, SeriesOf.Monday + 2 * UnixTime.Day], AssetClass.CryptoSpot, ("close", [1, -1])).Report();

        Assert.Equal(QualityStatus.Error, report.Status);
        Assert.Equal(report.Findings.Select(finding => finding.Severity).OrderDescending(), report.Findings.Select(finding => finding.Severity));
    }
}
