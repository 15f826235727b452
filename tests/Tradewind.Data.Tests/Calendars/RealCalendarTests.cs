using System.Globalization;
using System.IO.Compression;
using Tradewind.Data.Tests.Sources;
using Tradewind.Domain.Market.Calendars;

namespace Tradewind.Data.Tests.Calendars;

/// <summary>Calendars against the days on which real series have values; the days that differ are named, each with its cause.</summary>
public sealed class RealCalendarTests
{
    [Theory]
    [InlineData("macro/GSPC.csv", "Date", "^GSPC", "nyse", "", "")]
    [InlineData("oil/futures_curves_wide.csv.gz", "date", "CL01", "cme_energy", "", "")]
    [InlineData("oil/futures_curves_wide.csv.gz", "date", "HO01", "cme_energy", "", "")]
    // The file has gas on 3 July 2009, when oil did not settle.
    [InlineData("oil/futures_curves_wide.csv.gz", "date", "NG01", "cme_energy", "", "2009-07-03")]
    [InlineData("oil/futures_curves_wide.csv.gz", "date", "BRN01", "ice_energy", "", "")]
    // Yahoo has a row for 4 July 2025, and none for the day share markets mourned.
    [InlineData("oil/CL=F.csv", "Date", "Close", "cme_energy", "2018-12-05", "2025-07-04")]
    [InlineData("macro/GC=F.csv", "Date", "Close", "cme_energy", "2018-01-29 2018-12-05", "2025-07-04")]
    [InlineData("credit/DGS10.csv", "observation_date", "DGS10", "us_treasury", "", "")]
    [InlineData("macro/vix.csv", "date", "vix", "nyse", "", "")]
    public void A_series_has_a_value_on_every_session_and_on_no_other_day(
        string file, string dateColumn, string column, string calendarId, string absent, string extra)
    {
        if (SharedData.Path(file) is not { } path)
        {
            return;
        }

        HashSet<DateOnly> present = Days(path, dateColumn, column);
        TradingCalendar calendar = TradingCalendars.Find(calendarId)!;
        (DateOnly first, DateOnly last) = (present.Min(), present.Max());
        Assert.Equal(absent, Text(calendar.SessionsBetween(first, last).Where(day => !present.Contains(day))));
        Assert.Equal(extra, Text(present.Where(day => !calendar.IsOpen(day)).Order()));
    }

    private static HashSet<DateOnly> Days(string path, string dateColumn, string column)
    {
        using Stream file = File.OpenRead(path);
        using Stream text = path.EndsWith(".gz", StringComparison.Ordinal) ? new GZipStream(file, CompressionMode.Decompress) : file;
        using StreamReader reader = new(text);
        string[] header = [.. reader.ReadLine()!.Split(',').Select(cell => cell.Trim('"'))];
        (int date, int value) = (Array.IndexOf(header, dateColumn), Array.IndexOf(header, column));
        HashSet<DateOnly> days = [];
        while (reader.ReadLine() is { } line)
        {
            string[] cells = line.Split(',');
            if (cells[value].Length > 0)
            {
                days.Add(DateOnly.ParseExact(cells[date].Trim('"')[..10], "yyyy-MM-dd", CultureInfo.InvariantCulture));
            }
        }

        return days;
    }

    private static string Text(IEnumerable<DateOnly> days) => string.Join(' ', days.Select(day => day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture)));
}
