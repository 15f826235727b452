using Tradewind.Data.Tests.Sources;
using Tradewind.Domain.Market;
using Tradewind.Domain.Market.Quality;

namespace Tradewind.Data.Tests.Quality;

public sealed class LevelRuleTests
{
    [Theory]
    [InlineData(42, 1)]
    [InlineData(1000, 1)]
    [InlineData(0.01, 1)]
    [InlineData(2, 0)]
    [InlineData(300, 0)]
    public void A_lasting_change_by_a_unit_factor_is_a_unit_jump(double factor, int count)
    {
        double[] values = [.. Enumerable.Range(0, 40).Select(i => (2 + 0.05 * Math.Sin(i)) * (i >= 20 ? factor : 1))];

        (int found, int first, double by) = UnitJumpRule.Find(values);
        Assert.Equal((count, count == 0 ? -1 : 20), (found, first));
        Assert.True(count == 0 || Math.Abs(by / factor - 1) < 0.05);
    }

    [Fact]
    public void A_single_wrong_value_is_no_unit_jump() =>
        Assert.Equal(0, UnitJumpRule.Find([.. Enumerable.Range(0, 40).Select(i => i == 20 ? 200.0 : 2.0)]).Count);

    [Fact]
    public void A_unit_jump_is_reported_for_the_close_of_bars_only()
    {
        double[] values = [.. Enumerable.Range(0, 40).Select(i => (2 + 0.05 * Math.Sin(i)) * (i >= 20 ? 42 : 1))];
        QualityReport report = SeriesOf.Bars(AssetClass.CommodityFuture, values, values, values, values, values).Report();

        Assert.Equal("close", report.Finding(QualityCode.UnitJump).Column);
    }

    [Fact]
    public void Oil_below_zero_on_the_day_it_was_is_a_fact_and_on_another_a_warning()
    {
        InstrumentSeries Oil(DateOnly date) => SeriesOf.At([UnixTime.FromDate(date), UnixTime.FromDate(date.AddDays(1))], AssetClass.CommodityFuture, ("close", [-37.63, 10]));
        QualityReport fact = Oil(new DateOnly(2020, 4, 20)).Report(), wrong = Oil(new DateOnly(2021, 4, 20)).Report();

        Assert.Equal(QualitySeverity.Info, fact.Finding(QualityCode.NegativePrice).Severity);
        Assert.False(fact.Has(QualityCode.BadPrice));
        Assert.Equal(QualitySeverity.Warning, wrong.Finding(QualityCode.BadPrice).Severity);
        Assert.False(SeriesOf.At([UnixTime.FromDate(2020, 4, 20)], AssetClass.CryptoSpot, ("close", [-1])).Report().Has(QualityCode.NegativePrice));
    }

    [Fact]
    public void A_series_that_was_phased_in_says_so()
    {
        double[] values = [.. Enumerable.Range(0, 30).Select(i => 10.0 + i), .. Enumerable.Range(0, 100).Select(i => 1000.0 + i)];

        Assert.Equal(30, SeriesOf.Weekdays(AssetClass.Macro, ("value", values)).Report().Finding(QualityCode.PhaseIn).Count);
        Assert.False(SeriesOf.Weekdays(AssetClass.OnChain, ("value", values)).Report().Has(QualityCode.PhaseIn));
    }

    [Fact]
    public void Weekly_rows_on_another_weekday_are_counted()
    {
        long[] times = [.. Enumerable.Range(0, 10).Select(i => SeriesOf.Monday + (7 * i + (i == 4 ? 1 : 0)) * UnixTime.Day)];
        InstrumentSeries series = new(
            new Instrument("X", AssetClass.Macro), Timeframe.Week, Availability.Cot, times, [KeyValuePair.Create("v", (ReadOnlyMemory<double>)SeriesOf.Wave(10))]);

        Assert.Equal((1L, 4), (series.Report().Finding(QualityCode.ShiftedWeekdays).Count, series.Report().Finding(QualityCode.ShiftedWeekdays).FirstRow!.Value));
    }

    [Fact]
    public void Rows_without_a_value_are_told_apart_by_the_calendar()
    {
        // Christmas without a value is a holiday, the day after is not.
        long[] times = [.. new[] { 23, 24, 25, 26, 27 }.Select(day => UnixTime.FromDate(2024, 12, day))];
        InstrumentSeries series = new(
            new Instrument("X", AssetClass.Index) { Calendar = "nyse" }, Timeframe.Day, Availability.Close, times,
            [KeyValuePair.Create("v", (ReadOnlyMemory<double>)new[] { 1, 2, double.NaN, double.NaN, 5 })]);

        QualityFinding empty = series.Report().Finding(QualityCode.EmptyRows);
        Assert.Equal((2L, QualitySeverity.Warning), (empty.Count, empty.Severity));
        Assert.Contains("1 of them", empty.Message, StringComparison.Ordinal);
        Assert.Equal(1, series.Report().MissingSessions);
    }

    [Fact]
    public void A_rise_of_more_than_thirty_percent_is_noted() =>
        Assert.Equal(QualitySeverity.Info, SeriesOf.Daily(AssetClass.CryptoSpot, ("close", [100, 130.01])).Report().Finding(QualityCode.FlashRise).Severity);
}
