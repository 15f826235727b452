using System.Collections.Immutable;
using Tradewind.Domain.Market.Calendars;

namespace Tradewind.Domain.Market.Quality;

/// <summary>Compares the days on which a daily series has a value with the sessions of the instrument's own calendar.</summary>
/// <param name="Calendar">Calendar compared with.</param>
/// <param name="Sessions">Sessions from the first value to the last.</param>
/// <param name="Missing">Those without a value.</param>
/// <param name="FirstMissing">Date of the first of them; null where there is none.</param>
/// <param name="HolidayRows">Rows with a value on weekdays without a session.</param>
/// <param name="FirstHolidayRow">First of them; −1 where there is none.</param>
/// <param name="EmptyRows">Rows without any value.</param>
/// <param name="EmptySessions">Those of them on sessions.</param>
/// <param name="FirstEmptyRow">First row without a value; −1 where there is none.</param>
internal sealed record SessionCoverage(
    TradingCalendar Calendar, int Sessions, int Missing, DateOnly? FirstMissing, int HolidayRows, int FirstHolidayRow, int EmptyRows, int EmptySessions, int FirstEmptyRow)
{
    /// <summary>Sessions with a value in percent; null without sessions.</summary>
    public double? Percent => Sessions == 0 ? null : 100.0 * (Sessions - Missing) / Sessions;

    /// <summary>Measures a series.</summary>
    /// <returns>Null for other timeframes, unknown calendars and those that know no closed day.</returns>
    public static SessionCoverage? Of(InstrumentSeries series, ImmutableArray<ColumnQuality> columns)
    {
        if (series.Timeframe != Timeframe.Day || series.Instrument.TradingCalendar is not { EveryDay: false } calendar)
        {
            return null;
        }

        ReadOnlySpan<long> times = series.Times.Span;
        bool anyEmpty = columns.All(column => column.Missing > 0);
        ReadOnlyMemory<double>[] values = anyEmpty ? [.. series.Fields.Select(series.Column)] : [];
        DateOnly? previous = null, firstMissing = null;
        (int sessions, int missing, int holidayRows, int firstHoliday, int empty, int emptySessions, int firstEmpty) = (0, 0, 0, -1, 0, 0, -1);
        for (int row = 0; row < times.Length; row++)
        {
            DateOnly date = UnixTime.ToDate(times[row]);
            bool open = calendar.IsOpen(date);
            if (anyEmpty && IsEmpty(values, row))
            {
                empty++;
                emptySessions += open ? 1 : 0;
                firstEmpty = firstEmpty < 0 ? row : firstEmpty;
                continue;
            }

            if (!open && UnixTime.IsWeekday(times[row]))
            {
                holidayRows++;
                firstHoliday = firstHoliday < 0 ? row : firstHoliday;
            }

            if (previous is { } last)
            {
                foreach (DateOnly absent in calendar.SessionsBetween(last, date))
                {
                    missing++;
                    firstMissing ??= absent;
                }
            }

            sessions += open ? 1 : 0;
            previous = date;
        }

        return new SessionCoverage(calendar, sessions + missing, missing, firstMissing, holidayRows, firstHoliday, empty, emptySessions, firstEmpty);
    }

    private static bool IsEmpty(ReadOnlyMemory<double>[] columns, int row) => Array.TrueForAll(columns, column => double.IsNaN(column.Span[row]));
}
