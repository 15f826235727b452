using System.Collections.Immutable;
using Tradewind.Domain.Errors;
using Tradewind.Domain.Market.Quality;

namespace Tradewind.Sources.Csv;

/// <summary>What the columns of a file are, decided from its header and first records.</summary>
/// <param name="Headers">Headers as written, trimmed.</param>
/// <param name="DateOrdinal">Position of the date column.</param>
/// <param name="Columns">Numeric columns; the four prices and the volume of bars first.</param>
/// <param name="HasBars">True with all four prices.</param>
/// <param name="Findings">Columns left out.</param>
internal sealed record CsvLayout(
    ImmutableArray<string> Headers, int DateOrdinal, ImmutableArray<CsvColumn> Columns, bool HasBars, ImmutableArray<QualityFinding> Findings)
{
    // Every column takes memory before its first value: a line of delimiters must not exhaust it.
    private const int MaxColumns = 4096;

    public string DateHeader => Headers[DateOrdinal].Length == 0 ? "1" : Headers[DateOrdinal];

    /// <summary>Decides the layout.</summary>
    /// <param name="headers">Cells of the header line, trimmed.</param>
    /// <param name="isText">By column: the first records hold text only, so it is no number column.</param>
    /// <param name="dateColumn">Header of the date column, null for the usual names.</param>
    /// <param name="fileName">For messages.</param>
    /// <exception cref="InvalidInputException">No date column, incomplete prices, repeated headers or no numeric column.</exception>
    public static CsvLayout Decide(ImmutableArray<string> headers, bool[] isText, string? dateColumn, string fileName)
    {
        if (headers.Length > MaxColumns)
        {
            throw new InvalidInputException(
                "CSV_TOO_LARGE", "header", $"{fileName} has {headers.Length} columns, more than {MaxColumns}. Split it, or check that the first line is a header.");
        }

        RejectRepeated(headers, fileName);
        int date = FindDate(headers, dateColumn, fileName);
        bool loose = HeaderNames.Prices.All(price => headers.Any(header => HeaderNames.BarField(header, loose: true) == price));
        string?[] bar = [.. headers.Select((header, i) => i == date ? null : HeaderNames.BarField(header, loose))];
        bool hasBars = RejectPartialPrices(bar, fileName);
        List<CsvColumn> columns = [];
        List<QualityFinding> findings = [];
        for (int i = 0; i < headers.Length; i++)
        {
            if (i == date)
            {
                continue;
            }

            if (bar[i] is null && (headers[i].Length == 0 || HeaderNames.DatePreference(headers[i]) >= 0 || isText[i]))
            {
                findings.Add(LeftOut(headers[i], i));
                continue;
            }

            columns.Add(new CsvColumn(i, headers[i], bar[i] ?? headers[i]));
        }

        if (columns.Count == 0)
        {
            throw new InvalidInputException(
                "CSV_NO_VALUE_COLUMN", "header",
                $"{fileName} has no numeric column beside its dates. Expected prices (Open, High, Low, Close) or at least one column of numbers.");
        }

        ImmutableArray<CsvColumn> named = NameFields(columns, hasBars);
        RejectSameField(named, fileName);
        return new CsvLayout(headers, date, named, hasBars, [.. findings]);
    }

    private static void RejectSameField(ImmutableArray<CsvColumn> columns, string fileName)
    {
        ViolationLog violations = new();
        foreach (IGrouping<string, CsvColumn> group in columns.GroupBy(column => column.Field, StringComparer.Ordinal))
        {
            if (group.Count() > 1)
            {
                string headers = string.Join("' and '", group.Select(column => column.Header));
                violations.Add($"line 1, column {group.Last().Header}", $"The headers '{headers}' both mean {group.Key}. Remove or rename all but one.");
            }
        }

        violations.ThrowIfAny("CSV_DUPLICATE_COLUMN", fileName);
    }

    private static ImmutableArray<CsvColumn> NameFields(List<CsvColumn> columns, bool hasBars)
    {
        if (columns.Count == 1 && HeaderNames.BarField(columns[0].Header, loose: false) is null)
        {
            return [columns[0] with { Field = "value" }];
        }

        int turnover = columns.FindIndex(column => HeaderNames.IsTurnover(column.Header));
        if (hasBars && turnover >= 0 && columns.TrueForAll(column => column.Field != HeaderNames.Volume))
        {
            columns[turnover] = columns[turnover] with { Field = HeaderNames.Volume };
        }

        string[] order = [.. HeaderNames.Prices, HeaderNames.Volume];
        return [.. columns.OrderBy(column => Array.IndexOf(order, column.Field) is >= 0 and int place ? place : order.Length)];
    }

    private static void RejectRepeated(ImmutableArray<string> headers, string fileName)
    {
        ViolationLog violations = new();
        foreach (IGrouping<string, string> group in headers.Where(header => header.Length > 0).GroupBy(header => header, StringComparer.Ordinal))
        {
            if (group.Count() > 1)
            {
                violations.Add($"line 1, column {group.Key}", $"The header '{group.Key}' stands {group.Count()} times. Give each column a name of its own.");
            }
        }

        violations.ThrowIfAny("CSV_DUPLICATE_COLUMN", fileName);
    }

    private static int FindDate(ImmutableArray<string> headers, string? dateColumn, string fileName)
    {
        if (dateColumn is not null)
        {
            int given = headers.IndexOf(dateColumn, 0, headers.Length, StringComparer.OrdinalIgnoreCase);
            return given >= 0 ? given : throw NoDate($"There is no column '{dateColumn}' in {fileName}. {Suggest(dateColumn, headers)}");
        }

        (int best, int bestPreference) = (-1, int.MaxValue);
        for (int i = 0; i < headers.Length; i++)
        {
            int preference = HeaderNames.DatePreference(headers[i]);
            if (preference >= 0 && preference < bestPreference)
            {
                (best, bestPreference) = (i, preference);
            }
        }

        // Tables written with their index have an empty first header above the dates.
        best = best < 0 && headers[0].Length == 0 && headers.Length > 1 ? 0 : best;
        return best >= 0 ? best : throw NoDate(
            $"{fileName} has no date column: expected a header such as Date, timestamp, time, open_time, datetime or observation_date, got {Listed(headers)}. "
            + "Rename the column, or pass date_column. A file without a header line needs one.");

        InvalidInputException NoDate(string description) => new("CSV_NO_DATE_COLUMN", "header", description);
    }

    private static bool RejectPartialPrices(string?[] bar, string fileName)
    {
        string[] present = [.. HeaderNames.Prices.Where(price => bar.Contains(price))];
        string[] absent = [.. HeaderNames.Prices.Except(present)];
        if (absent.Length == 0)
        {
            return true;
        }

        // A close alone is a plain price series; any other part of a bar is a bar with something missing.
        if (present.Length == 0 || (present.Length == 1 && present[0] == "close"))
        {
            return false;
        }

        ViolationLog violations = new();
        foreach (string price in absent)
        {
            violations.Add(
                $"column {char.ToUpperInvariant(price[0])}{price[1..]}",
                $"The column is missing: a bar file needs Open, High, Low and Close, this one has {string.Join(", ", present)}. Add the column, or keep only Date and Close.");
        }

        violations.ThrowIfAny("CSV_MISSING_COLUMN", fileName);
        return false;
    }

    private static QualityFinding LeftOut(string header, int ordinal)
    {
        string name = header.Length == 0 ? $"number {ordinal + 1} (no header)" : $"'{header}'";
        return new QualityFinding("COLUMN_LEFT_OUT", QualitySeverity.Info, $"Column {name} is not numeric data and was left out.", "Nothing to do unless it was meant to be a field.")
        {
            Column = header,
        };
    }

    private static string Suggest(string wanted, ImmutableArray<string> headers) =>
        NearestName.Find(wanted, headers) is { } near ? $"Did you mean '{near}'?" : $"It has {Listed(headers)}.";

    private static string Listed(ImmutableArray<string> headers) =>
        string.Join(", ", headers.Take(12)) + (headers.Length > 12 ? $" and {headers.Length - 12} more" : "");
}
