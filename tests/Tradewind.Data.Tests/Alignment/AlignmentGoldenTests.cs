using Tradewind.Domain.Market;
using Tradewind.Domain.Market.Alignment;
using static Tradewind.Data.Tests.Alignment.AlignmentSample;

namespace Tradewind.Data.Tests.Alignment;

/// <summary>Golden numbers 6, 7 and 11 of the data specification.</summary>
public sealed class AlignmentGoldenTests
{
    private const double Nothing = double.NaN;

    private static readonly InstrumentSeries Crypto = Daily(
        "BTC/USDT", AssetClass.CryptoSpot, Availability.Candle, "close",
        ("2024-01-05", 1), ("2024-01-06", 2), ("2024-01-07", 3), ("2024-01-08", 4), ("2024-01-09", 5));

    private static readonly InstrumentSeries Credit = Daily(
        "LF98TRUU Index", AssetClass.CreditIndex, Availability.Close, "OAS",
        ("2024-01-04", 9), ("2024-01-05", 10), ("2024-01-08", 11), ("2024-01-09", 12));

    [Fact]
    public void Forward_fill_of_limit_five_leaves_the_sixth_row_of_a_gap_missing()
    {
        (string, double)[] everyDay = [.. Enumerable.Range(1, 8).Select(day => ($"2024-01-{day:00}", (double)day))];
        AlignmentResult result = Align(
            new AlignmentSpec { FillLimit = 5 },
            Daily("A", AssetClass.CryptoSpot, Availability.Candle, "close", everyDay[0], ("2024-01-08", 8)),
            Daily("B", AssetClass.CryptoSpot, Availability.Candle, "close", everyDay));

        Assert.Equal([1, 1, 1, 1, 1, 1, Nothing, 8], result.Values("A_close"));
        Assert.Equal(new ColumnAlignment("A_close", 2, 5, 1), result.Report.Columns[0]);
    }

    [Fact]
    public void Outer_join_has_the_dates_of_both()
    {
        AlignmentResult result = Align(new AlignmentSpec(), Crypto, Credit);

        Assert.Equal(["2024-01-04", "2024-01-05", "2024-01-06", "2024-01-07", "2024-01-08", "2024-01-09"], result.Labels());
        Assert.Equal([Nothing, 1, 2, 3, 4, 5], result.Values("BTC_USDT_close"));
        Assert.Equal([9, 10, 10, 10, 11, 12], result.Values("LF98TRUU_Index_OAS"));
        Assert.True(result.Frame.EveryDay);
        Assert.Equal(
            [new ColumnAlignment("BTC_USDT_close", 5, 0, 1), new ColumnAlignment("LF98TRUU_Index_OAS", 4, 2, 0)],
            result.Report.Columns.AsEnumerable());
    }

    [Fact]
    public void Inner_join_has_the_dates_both_have()
    {
        AlignmentResult result = Align(new AlignmentSpec { Method = AlignmentMethod.Inner }, Crypto, Credit);

        Assert.Equal(["2024-01-05", "2024-01-08", "2024-01-09"], result.Labels());
        Assert.Equal([1, 4, 5], result.Values("BTC_USDT_close"));
    }

    [Fact]
    public void Left_join_has_the_dates_of_the_first()
    {
        AlignmentResult result = Align(new AlignmentSpec { Method = AlignmentMethod.Left }, Crypto, Credit);

        Assert.Equal(5, result.Frame.RowCount);
        Assert.Equal([10, 10, 10, 11, 12], result.Values("LF98TRUU_Index_OAS"));
    }

    [Fact]
    public void Business_calendar_drops_weekends_before_the_fill()
    {
        AlignmentResult result = Align(new AlignmentSpec { Calendar = AlignmentCalendar.Business }, Crypto, Credit);

        Assert.Equal(["2024-01-04", "2024-01-05", "2024-01-08", "2024-01-09"], result.Labels());
        Assert.Equal([Nothing, 1, 4, 5], result.Values("BTC_USDT_close"));
        Assert.False(result.Frame.EveryDay);
    }

    [Theory]
    [InlineData(Availability.NextBusinessDay, "2024-03-15", "2024-03-18")]
    [InlineData(Availability.Close, "2024-03-15", "2024-03-15")]
    [InlineData(Availability.Cot, "2024-03-12", "2024-03-15")]
    [InlineData(Availability.Cot, "2024-03-11", "2024-03-15")]
    [InlineData(Availability.EiaWeekly, "2024-03-08", "2024-03-14")]
    [InlineData(Availability.OnChain, "2024-03-15", "2024-03-16")]
    public void A_value_lands_on_the_day_it_becomes_known(Availability availability, string date, string row)
    {
        AlignmentResult result = Align(new AlignmentSpec(), Daily("X", AssetClass.Macro, availability, "value", (date, 7)));

        Assert.Equal([row], result.Labels());
    }

    [Theory]
    [InlineData(Availability.NextBusinessDay, "2024-03-18T21:00:00Z")]
    [InlineData(Availability.Close, "2024-03-15T21:00:00Z")]
    public void On_hourly_rows_a_value_of_Friday_shows_from_the_candle_that_closes_when_it_is_published(Availability availability, string row)
    {
        InstrumentSeries hourly = Hourly("BTC/USDT", "2024-03-14", hours: 24 * 6, value: i => i);
        InstrumentSeries credit = Daily("OAS", AssetClass.CreditIndex, availability, "OAS", ("2024-03-15", 3.5));

        AlignmentResult result = Align(new AlignmentSpec { ResampleTo = Timeframe.Hour }, hourly, credit);

        Assert.Equal(row, result.FirstLabel("OAS_OAS"));
        Assert.Contains(result.Report.Warnings, warning => warning.Code == "FINER_CALENDAR_FORCED");
    }
}
