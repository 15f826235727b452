using System.Collections.Immutable;
using System.Globalization;
using Tradewind.Domain.Errors;
using Tradewind.Domain.Market;
using Tradewind.Domain.Market.Quality;

namespace Tradewind.Sources.Csv;

/// <summary>
/// Puts the rows of a file in order of time by the load policy: violations for whatever the policy does not accept, else removals in the
/// order of the data specification, section 3.1: stable sort, then for crypto bad price, contradiction, negative volume, zero volume,
/// missing value; then duplicates, of which the first survives.
/// </summary>
internal static class RowCleaning
{
    public static CleanRows Clean(
        CsvTable table, CsvLayout layout, AssetClass assetClass, Timeframe timeframe, FileLoadOptions options, ViolationLog violations, string fileName)
    {
        ReadOnlyMemory<long> index = Times(table, timeframe);
        ReadOnlySpan<long> times = index.Span;
        bool ascending = IsAscending(times);
        if (options.OnBadRow == BadRowPolicy.Reject)
        {
            ReportNegativeVolume(table, layout, violations);
            if (!options.SortRows && !ascending)
            {
                ReportOrder(table, times, layout, violations, fileName);
            }
        }

        int[]? order = ascending ? null : SortedOrder(times.ToArray());
        if (options is { OnBadRow: BadRowPolicy.Reject, SortRows: true } && order is not null)
        {
            ReportDuplicates(table, times, order, layout, violations);
        }

        violations.ThrowIfAny("CSV_INVALID", fileName);
        RowRemoval removal = new(index, field => layout.Columns.FirstOrDefault(column => column.Field == field) is { } column
            ? table.Columns[layout.Columns.IndexOf(column)].AsMemory(0, table.Count)
            : ReadOnlyMemory<double>.Empty);
        if (options.OnBadRow == BadRowPolicy.Drop)
        {
            order = removal.Apply(order, table.Count, byRules: assetClass.IsCrypto());
        }

        int count = order?.Length ?? table.Count;
        if (count == 0)
        {
            throw new InvalidInputException(
                "CSV_NO_ROWS", "file", $"{fileName} has no usable row left after removing bad ones. {table.FirstUnreadable}");
        }

        return new CleanRows(
            order is null ? index : Pick(times, order),
            [.. table.Columns.Select(column => (ReadOnlyMemory<double>)(order is null ? column.AsMemory(0, table.Count) : Pick<double>(column, order)))],
            [.. Unreadable(table), .. removal.Findings(row => $" (line {table.LineOf(row)})")]);
    }

    // Daily and coarser rows keep the date written in their own offset; shifting to UTC would move New York dates across midnight.
    private static ReadOnlyMemory<long> Times(CsvTable table, Timeframe timeframe)
    {
        if (timeframe < Timeframe.Day)
        {
            return table.UtcTimes();
        }

        long[] days = new long[table.Count];
        for (int row = 0; row < days.Length; row++)
        {
            days[row] = UnixTime.StartOfDay(table.Local[row]);
        }

        return days;
    }

    private static void ReportNegativeVolume(CsvTable table, CsvLayout layout, ViolationLog violations)
    {
        int volume = layout.Columns.ToList().FindIndex(column => column.Field == HeaderNames.Volume);
        if (volume < 0)
        {
            return;
        }

        ReadOnlySpan<double> values = table.Columns[volume].AsSpan(0, table.Count);
        for (int row = 0; row < values.Length; row++)
        {
            if (values[row] < 0)
            {
                violations.Add(
                    Place(table, row, layout.Columns[volume].Header),
                    string.Create(CultureInfo.InvariantCulture, $"The volume is {values[row]:R}; it must not be negative. Correct or remove the row, or load with bad_rows set to drop (--drop-bad-rows)."));
            }
        }
    }

    private static void ReportOrder(CsvTable table, ReadOnlySpan<long> times, CsvLayout layout, ViolationLog violations, string fileName)
    {
        int descending = 0;
        for (int row = 1; row < times.Length; row++)
        {
            descending += times[row] < times[row - 1] ? 1 : 0;
        }

        if (times.Length > 1 && descending == times.Length - 1)
        {
            violations.ThrowIfAny("CSV_INVALID", fileName);
            throw new InvalidInputException(
                "CSV_DESCENDING", $"column {layout.DateHeader}",
                $"The dates of {fileName} descend from {UnixTime.Format(times[0])} to {UnixTime.Format(times[^1])}. Load it with sort_rows set (--sort), or sort the file oldest first.");
        }

        for (int row = 1; row < times.Length; row++)
        {
            if (times[row] == times[row - 1])
            {
                violations.Add(Place(table, row, layout.DateHeader), Duplicate(times[row], table.LineOf(row - 1)));
            }
            else if (times[row] < times[row - 1])
            {
                violations.Add(
                    Place(table, row, layout.DateHeader),
                    $"{UnixTime.Format(times[row])} comes after {UnixTime.Format(times[row - 1])}; dates must ascend. Sort the file, or load it with sort_rows set (--sort).");
            }
        }
    }

    private static void ReportDuplicates(CsvTable table, ReadOnlySpan<long> times, int[] order, CsvLayout layout, ViolationLog violations)
    {
        for (int i = 1; i < order.Length; i++)
        {
            if (times[order[i]] == times[order[i - 1]])
            {
                violations.Add(Place(table, order[i], layout.DateHeader), Duplicate(times[order[i]], table.LineOf(order[i - 1])));
            }
        }
    }

    private static string Duplicate(long time, long firstLine) =>
        $"{UnixTime.Format(time)} stands on line {firstLine} already. Remove one of the rows, or load with bad_rows set to drop (--drop-bad-rows) to keep the first.";

    private static string Place(CsvTable table, int row, string header) => $"line {table.LineOf(row)}, column {header}";

    private static bool IsAscending(ReadOnlySpan<long> times)
    {
        for (int row = 1; row < times.Length; row++)
        {
            if (times[row] <= times[row - 1])
            {
                return false;
            }
        }

        return true;
    }

    private static int[] SortedOrder(long[] times)
    {
        int[] order = [.. Enumerable.Range(0, times.Length)];

        // The row number as second key makes the sort stable.
        Array.Sort(order, (a, b) => times[a] != times[b] ? times[a].CompareTo(times[b]) : a.CompareTo(b));
        return order;
    }

    private static T[] Pick<T>(ReadOnlySpan<T> values, int[] order)
    {
        T[] picked = new T[order.Length];
        for (int i = 0; i < order.Length; i++)
        {
            picked[i] = values[order[i]];
        }

        return picked;
    }

    private static ImmutableArray<QualityFinding> Unreadable(CsvTable table) => table.Unreadable == 0
        ? []
        :
        [
            new QualityFinding(
                "DROPPED_UNREADABLE", QualitySeverity.Warning, $"{table.Unreadable} rows could not be read and were left out. First: {table.FirstUnreadable}",
                "Correct the file and load it again.") { Count = table.Unreadable },
        ];
}
