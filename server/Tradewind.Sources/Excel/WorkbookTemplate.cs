using System.Globalization;
using System.Text;
using Tradewind.Domain.Market;
using Tradewind.Sources.Csv;

namespace Tradewind.Sources.Excel;

/// <summary>
/// Checks a sheet against the template of a Bloomberg export and reads its cells: rules 1 to 5 and 9 of the data specification, section 5,
/// are violations; rules 6 to 8 (empty and sparse columns, freshness) are findings of the quality report.
/// </summary>
internal sealed class WorkbookTemplate(SheetGrid sheet, string fileName, FileLoadOptions options)
{
    private readonly ViolationLog _violations = new();
    private readonly List<HeaderSplit> _headers = [];

    /// <summary>Reads the table.</summary>
    /// <exception cref="Domain.Errors.InvalidInputException">The sheet breaks a rule of the template; all violations found are listed.</exception>
    public WorkbookTable Read()
    {
        int date = FindDate();
        List<WorkbookColumn> columns = FindColumns(date);
        _violations.ThrowIfAny("WORKBOOK_TEMPLATE", fileName);
        List<int> rows = [];
        List<long> times = [];
        int dropped = ReadDates(date, rows, times);
        columns = [.. columns.Select(column => column with { Values = new double[rows.Count] })];
        foreach (WorkbookColumn column in columns)
        {
            for (int i = 0; i < rows.Count; i++)
            {
                column.Values[i] = ReadNumber(column, rows[i]);
            }
        }

        if (rows.Count == 0 && sheet.Rows.Exists(row => Array.Exists(row, cell => cell.IsNotCalculated)))
        {
            _violations.Add(
                sheet.Name, "The sheet holds only formulas that nobody has calculated. Open the workbook with the Bloomberg terminal connected, let it calculate, save it, and load it again.");
        }
        else if (rows.Count == 0 && _violations.Total == 0)
        {
            _violations.Add(sheet.Name, "The sheet has no data rows. Expected dates in the date column and values beside them.");
        }

        CheckOrder(date, rows, times);
        _violations.ThrowIfAny("WORKBOOK_TEMPLATE", fileName);
        return new WorkbookTable([.. times], columns, dropped, _headers);
    }

    private int FindDate()
    {
        string[] names = options.DateColumn is { } given ? [given] : ["Dates", "Date"];
        int found = Array.FindIndex(sheet.Header, header => names.Contains(header.Trim(), StringComparer.OrdinalIgnoreCase));
        if (found < 0)
        {
            string headers = string.Join(", ", sheet.Header.Where(header => header.Length > 0).Take(12));
            _violations.Add(
                $"{sheet.Name}!1:1", $"The sheet must contain a '{names[0]}' column in row 1; it has {(headers.Length > 0 ? headers : "no headers")}. Rename the date column to Dates.");
        }

        return found;
    }

    private List<WorkbookColumn> FindColumns(int date)
    {
        List<WorkbookColumn> columns = [];
        for (int i = 0; i < sheet.Header.Length; i++)
        {
            if (i == date || string.IsNullOrWhiteSpace(sheet.Header[i]))
            {
                continue;
            }

            WorkbookColumn column = new(i, HeaderSplit.Of(sheet.Header[i]), []);
            WorkbookColumn? first = columns.Find(other => other.Header.InstrumentId == column.Header.InstrumentId && other.Header.Field == column.Header.Field);
            if (first is not null)
            {
                _violations.Add(
                    sheet.Address(-1, i), $"The header '{sheet.Header[i]}' repeats '{first.Header.AsWritten}' of {sheet.Address(-1, first.Ordinal)}. Give each column a name of its own.");
            }
            else if (column.Header.InstrumentId.Length > 120)
            {
                _violations.Add(sheet.Address(-1, i), "The header is longer than 120 characters. Expected a name such as LF98TRUU_Index_OAS; is row 1 the header row?");
            }

            columns.Add(column);
        }

        _headers.AddRange(columns.Select(column => column.Header));
        columns.RemoveAll(column => column.Header.IsRating);
        if (columns.Count == 0 && _violations.Total == 0)
        {
            _violations.Add($"{sheet.Name}!1:1", "The sheet has no data column beside its dates. Add at least one.");
        }

        return columns;
    }

    private int ReadDates(int date, List<int> rows, List<long> times)
    {
        int dropped = 0;
        for (int row = 0; row < sheet.Rows.Count; row++)
        {
            SheetCell[] cells = sheet.Rows[row];
            if (Array.TrueForAll(cells, cell => cell.IsBlank))
            {
                continue;
            }

            SheetCell cell = date < cells.Length ? cells[date] : default;
            if (TryReadDate(cell, out long time))
            {
                rows.Add(row);
                times.Add(time);
            }
            else if (options.OnBadRow == BadRowPolicy.Drop)
            {
                dropped++;
            }
            else
            {
                _violations.Add(sheet.Address(row, date), $"Expected a date, got {Shown(cell)}. Correct the cell: write a date, or text such as 2024-03-15.");
            }
        }

        return dropped;
    }

    private bool TryReadDate(SheetCell cell, out long time)
    {
        time = 0;
        switch (cell.Kind)
        {
            // 1 is 1900-01-01, 109573 is 2199-12-31.
            case CellKind.Date when cell.Number is >= 1 and < 109_574:
            // A serial number without a date format: 36526 is 2000-01-01, so that years fit and small numbers do not.
            case CellKind.Number when cell.Number is >= 10_000 and < 100_000:
                time = UnixTime.FromDateTime(DateTime.FromOADate(cell.Number));
                return true;
            case CellKind.Text when DateText.TryRead(Encoding.UTF8.GetBytes(cell.Content!.Trim()), options.DateFormat, out long local, out _):
                time = local;
                return true;
            default:
                return false;
        }
    }

    private double ReadNumber(WorkbookColumn column, int row)
    {
        SheetCell[] cells = sheet.Rows[row];
        SheetCell cell = column.Ordinal < cells.Length ? cells[column.Ordinal] : default;
        switch (cell.Kind)
        {
            case CellKind.Number when double.IsFinite(cell.Number):
                return cell.Number;
            case CellKind.Empty:
                if (cell.IsFormula && column.NotCalculated++ == 0)
                {
                    column.FirstNotCalculated = row;
                }

                return double.NaN;
            case CellKind.Error:
                return ReadError(column, row, cell.Content!);
            case CellKind.Text when CellErrorValue.IsError(cell.Content!):
                return ReadError(column, row, cell.Content!.Trim());
            case CellKind.Text when NumberText.TryRead(Encoding.UTF8.GetBytes(cell.Content!.Trim()), out double value):
                return value;
            default:
                _violations.Add(sheet.Address(row, column.Ordinal), $"Column {column.Header.Clean}: expected a number, got {Shown(cell)}. Correct the cell or clear it.");
                return double.NaN;
        }
    }

    private double ReadError(WorkbookColumn column, int row, string error)
    {
        column.ErrorValues++;
        if (!options.HandleErrors)
        {
            _violations.Add(
                sheet.Address(row, column.Ordinal), $"Column {column.Header.Clean} holds the error value {error}. Refresh the workbook, or load with handle_errors to read it as missing.");
        }

        return double.NaN;
    }

    private void CheckOrder(int date, List<int> rows, List<long> times)
    {
        if (options.OnBadRow == BadRowPolicy.Drop)
        {
            return;
        }

        HashSet<long> seen = [];
        (int duplicates, int firstDuplicate, int descending, int firstDescending) = (0, 0, 0, 0);
        for (int i = 0; i < times.Count; i++)
        {
            bool repeated = !seen.Add(times[i]);
            firstDuplicate = repeated && duplicates++ == 0 ? i : firstDuplicate;
            firstDescending = i > 0 && times[i] < times[i - 1] && descending++ == 0 ? i : firstDescending;
        }

        if (descending > 0 && !options.SortRows)
        {
            _violations.Add(
                sheet.Address(rows[firstDescending], date),
                string.Create(CultureInfo.InvariantCulture, $"Dates must ascend; {descending} rows come after a later date, the first is {UnixTime.Format(times[firstDescending])}. Sort the sheet by date, or load with sort_rows set (--sort)."));
        }

        if (duplicates > 0)
        {
            _violations.Add(
                sheet.Address(rows[firstDuplicate], date),
                string.Create(CultureInfo.InvariantCulture, $"{duplicates} duplicate dates, the first is {UnixTime.Format(times[firstDuplicate])}. Remove them, or load with bad_rows set to drop (--drop-bad-rows) to keep the first of each."));
        }
    }

    private static string Shown(SheetCell cell) => cell.Kind switch
    {
        CellKind.Empty when cell.IsFormula => "a formula that nobody has calculated",
        _ when cell.IsBlank => "an empty cell",
        CellKind.Error => cell.Content!,
        _ => $"'{(cell.AsText() is { Length: > 40 } text ? text[..40] : cell.AsText())}'",
    };
}
