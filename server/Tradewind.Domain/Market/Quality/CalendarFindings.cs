using System.Globalization;

namespace Tradewind.Domain.Market.Quality;

/// <summary>
/// Findings about days. Gaps are counted as the data specification says (every day for crypto, Monday to Friday for others); where the
/// instrument's own calendar is known, it tells holidays from holes.
/// </summary>
internal static class CalendarFindings
{
    private const int HolidayLength = 2;

    public static void Collect(InstrumentSeries series, CalendarCoverage? coverage, SessionCoverage? sessions, FindingList findings)
    {
        if (coverage is not null)
        {
            AddGaps(series, coverage, sessions, findings);
        }

        if (sessions is not null)
        {
            AddSessions(sessions, findings);
        }

        if (coverage is { WeekendRows: > 0 })
        {
            findings.AddAt(
                QualityCode.WeekendRows, QualitySeverity.Warning, coverage.FirstWeekendRow, coverage.WeekendRows,
                Text($"{coverage.WeekendRows} rows fall on a Saturday or Sunday, first on {findings.TimeOf(coverage.FirstWeekendRow)}."),
                "The instrument does not trade then: check the asset class, or the time zone of the file.");
        }
    }

    private static void AddGaps(InstrumentSeries series, CalendarCoverage coverage, SessionCoverage? sessions, FindingList findings)
    {
        if (coverage.Missing == 0)
        {
            return;
        }

        bool everyDay = CalendarCoverage.HasEveryDayCalendar(series);
        bool daily = !everyDay && series.Timeframe == Timeframe.Day;

        // Only the instrument's calendar knows; without it, holes of a day or two look like holidays.
        bool holidays = sessions is not null ? sessions.Missing == sessions.EmptySessions : daily && coverage.LongestHole <= HolidayLength;
        string calendar = everyDay ? "every-day" : daily ? "Monday-to-Friday" : "regular";
        string verdict = sessions is null ? "These look like exchange holidays."
            : $"All of them are holidays of {sessions.Calendar.Name}.";
        findings.AddAt(
            QualityCode.Gaps, holidays ? QualitySeverity.Info : QualitySeverity.Warning, coverage.FirstRowAfterHole, coverage.Missing,
            Text($"{coverage.Missing} periods of the {calendar} calendar have no row (longest hole {coverage.LongestHole}), the first before {findings.TimeOf(coverage.FirstRowAfterHole)}."),
            holidays ? verdict : "Look at the listed times; load the missing part or fill with a limit.");
    }

    private static void AddSessions(SessionCoverage sessions, FindingList findings)
    {
        if (sessions.Missing > 0)
        {
            findings.Add(new QualityFinding(
                QualityCode.SessionGaps, QualitySeverity.Warning,
                Text($"{sessions.Missing} of {sessions.Sessions} sessions of {sessions.Calendar.Name} have no value, the first on {sessions.FirstMissing:yyyy-MM-dd}."),
                "The market was open: load the missing part or fill with a limit.")
            {
                Count = sessions.Missing, FirstTime = UnixTime.FromDate(sessions.FirstMissing!.Value),
            });
        }

        if (sessions.HolidayRows > 0)
        {
            findings.AddAt(
                QualityCode.HolidayRows, QualitySeverity.Info, sessions.FirstHolidayRow, sessions.HolidayRows,
                Text($"{sessions.HolidayRows} rows fall on holidays of {sessions.Calendar.Name}, first on {findings.TimeOf(sessions.FirstHolidayRow)}."),
                "Check the calendar of the instrument, or drop the rows if they repeat the day before.");
        }

        if (sessions.EmptyRows > 0)
        {
            findings.AddAt(
                QualityCode.EmptyRows, sessions.EmptySessions == 0 ? QualitySeverity.Info : QualitySeverity.Warning, sessions.FirstEmptyRow, sessions.EmptyRows,
                Text($"{sessions.EmptyRows} rows hold no value, first on {findings.TimeOf(sessions.FirstEmptyRow)}; {sessions.EmptySessions} of them are sessions of {sessions.Calendar.Name}."),
                sessions.EmptySessions == 0 ? "All are holidays." : "On sessions a value should be there: refresh the source.");
        }
    }

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
