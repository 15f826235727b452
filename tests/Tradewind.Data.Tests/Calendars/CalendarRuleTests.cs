using System.Diagnostics;
using System.Globalization;
using Tradewind.Domain.Market;
using Tradewind.Domain.Market.Calendars;

namespace Tradewind.Data.Tests.Calendars;

public sealed class CalendarRuleTests
{
    [Theory]
    [InlineData(1818, "1818-03-22")] // the earliest Easter there is
    [InlineData(1943, "1943-04-25")] // the latest
    [InlineData(2000, "2000-04-23")]
    [InlineData(2024, "2024-03-31")]
    [InlineData(2038, "2038-04-25")]
    public void Easter_falls_where_the_church_tables_have_it(int year, string date) => Assert.Equal(Day(date), YearDates.Easter(year));

    [Theory]
    [InlineData("nyse", "2001-09-11", "attacks of 11 September")]
    [InlineData("nyse", "2001-09-14", "attacks of 11 September")]
    [InlineData("nyse", "2004-06-11", "mourning for Ronald Reagan")]
    [InlineData("nyse", "2007-01-02", "mourning for Gerald Ford")]
    [InlineData("nyse", "2012-10-30", "Hurricane Sandy")]
    [InlineData("nyse", "2018-12-05", "mourning for George H. W. Bush")]
    [InlineData("nyse", "2025-01-09", "mourning for Jimmy Carter")]
    [InlineData("nyse", "2024-03-29", "Good Friday")]
    [InlineData("nyse", "2022-06-20", "Juneteenth")]
    [InlineData("nyse", "2021-06-18", null)]
    [InlineData("us_federal", "2021-06-18", "Juneteenth")]
    [InlineData("nyse", "2010-12-31", null)]
    [InlineData("us_federal", "2010-12-31", "New Year's Day")]
    [InlineData("federal_reserve", "2010-12-31", null)]
    [InlineData("nyse", "2010-12-24", "Christmas")]
    [InlineData("nyse", "2024-10-14", null)]
    [InlineData("us_federal", "2024-10-14", "Columbus Day")]
    [InlineData("cme_energy", "2012-10-30", null)]
    [InlineData("ice_energy", "2024-07-04", null)]
    [InlineData("ice_energy", "2010-12-24", null)]
    [InlineData("us_treasury", "2023-04-07", null)]
    [InlineData("us_treasury", "2024-03-29", "Good Friday")]
    [InlineData("lse", "2021-12-28", "Boxing Day")]
    [InlineData("lse", "2022-06-02", "Spring bank holiday")]
    [InlineData("lse", "2022-09-19", "state funeral of Elizabeth II")]
    [InlineData("fx_24_5", "2024-07-04", null)]
    [InlineData("24_7", "2024-12-25", null)]
    [InlineData("nyse", "2024-12-28", "weekend")]
    public void A_day_is_closed_for_a_reason(string calendar, string date, string? reason) =>
        Assert.Equal(reason, TradingCalendars.Find(calendar)!.ClosedFor(Day(date)));

    [Theory]
    [InlineData("nyse", "2024-07-02", "2024-07-02T13:30:00Z", "2024-07-02T20:00:00Z", false)] // summer
    [InlineData("nyse", "2024-07-03", "2024-07-03T13:30:00Z", "2024-07-03T17:00:00Z", true)]
    [InlineData("nyse", "2024-11-29", "2024-11-29T14:30:00Z", "2024-11-29T18:00:00Z", true)] // winter
    [InlineData("nyse", "2024-12-24", "2024-12-24T14:30:00Z", "2024-12-24T18:00:00Z", true)]
    [InlineData("nyse", "2006-04-03", "2006-04-03T13:30:00Z", "2006-04-03T20:00:00Z", false)] // the day after the change of 2006, which was in April
    [InlineData("nyse", "2006-03-31", "2006-03-31T14:30:00Z", "2006-03-31T21:00:00Z", false)]
    [InlineData("cme_energy", "2024-03-11", "2024-03-10T22:00:00Z", "2024-03-11T21:00:00Z", false)] // opens on the Sunday the clocks changed
    [InlineData("lse", "2024-04-02", "2024-04-02T07:00:00Z", "2024-04-02T15:30:00Z", false)]
    [InlineData("24_7", "2024-12-25", "2024-12-25", "2024-12-26", false)]
    public void A_session_has_its_hours_in_utc(string calendar, string date, string open, string close, bool isShort)
    {
        TradingSession session = TradingCalendars.Find(calendar)!.SessionOn(Day(date))!.Value;
        Assert.Equal((open, close, isShort), (UnixTime.Format(session.Open), UnixTime.Format(session.Close), session.IsShort));
    }

    [Fact]
    public void An_instant_belongs_to_the_session_that_holds_it()
    {
        TradingCalendar energy = TradingCalendars.CmeEnergy;
        long sundayEvening = UnixTime.FromDate(2024, 3, 10) + 23 * UnixTime.Hour;
        Assert.Equal(new DateOnly(2024, 3, 11), energy.SessionAt(sundayEvening)!.Value.Date);
        Assert.Null(energy.SessionAt(UnixTime.FromDate(2024, 3, 9) + 12 * UnixTime.Hour));
    }

    [Fact]
    public void Shifts_pass_over_weekends_and_holidays()
    {
        Assert.Equal(new DateOnly(2024, 4, 1), TradingCalendars.Nyse.Shift(new DateOnly(2024, 3, 28), 1));
        Assert.Equal(new DateOnly(2024, 3, 28), TradingCalendars.Nyse.Shift(new DateOnly(2024, 4, 1), -1));
        Assert.Equal(new DateOnly(2024, 3, 30), TradingCalendars.Nyse.Shift(new DateOnly(2024, 3, 30), 0));
        Assert.Equal(["2024-03-28", "2024-04-01"], TradingCalendars.Nyse
            .SessionsBetween(new DateOnly(2024, 3, 27), new DateOnly(2024, 4, 2)).Select(date => date.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture)));
    }

    [Fact]
    public void Federal_holidays_are_those_of_pandas()
    {
        const string Script = "from pandas.tseries.holiday import USFederalHolidayCalendar as C\nprint('\\n'.join(str(d.date()) for d in C().holidays('1990-01-01', '2035-12-31')))";
        ProcessStartInfo start = new("/usr/bin/python3", ["-W", "ignore", "-c", Script]) { RedirectStandardOutput = true, RedirectStandardError = true };
        using Process process = Process.Start(start)!;
        string output = process.StandardOutput.ReadToEnd();
        string errors = process.StandardError.ReadToEnd();
        process.WaitForExit();
        Assert.True(process.ExitCode == 0, $"pandas did not run (it needs python3-pandas under /usr/bin/python3): {errors}");

        string[] ours =
        [
            .. Enumerable.Range(1990, 46).SelectMany(year => TradingCalendars.UsFederal.HolidaysIn(year))
                .Select(holiday => holiday.Date.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture)),
        ];
        Assert.Equal(output.Split('\n', StringSplitOptions.RemoveEmptyEntries), ours);
    }

    private static DateOnly Day(string date) => DateOnly.ParseExact(date, "yyyy-MM-dd", CultureInfo.InvariantCulture);
}
