using System.Text;
using Tradewind.Domain.Errors;
using Tradewind.Domain.Market;
using Tradewind.Sources.Csv;

namespace Tradewind.Sources.Layouts;

/// <summary>A table with text in it, read whole. For layouts of thousands of rows; bars take the column reader.</summary>
internal sealed class TextTable
{
    private readonly List<(string[] Cells, long Line)> _rows = [];
    private readonly ViolationLog _violations = new();
    private readonly string _name;
    private string[] _headers = [];

    private TextTable(string name) => _name = name;

    public IReadOnlyList<string> Headers => _headers;

    public int Count => _rows.Count;

    /// <exception cref="InvalidInputException">A row has another number of cells than the header, or there is no row.</exception>
    public static async Task<TextTable> ReadAsync(FileText text, IProgress<LoadProgress>? progress, CancellationToken cancellationToken)
    {
        TextTable table = new(text.Name);
        FieldSplitter splitter = new(CsvDialect.Delimiter(Encoding.UTF8.GetBytes(text.FirstLine)));
        BlockReader blocks = new(text.Content, text.Name);
        while (await blocks.NextAsync(cancellationToken).ConfigureAwait(false) is { } block)
        {
            RecordCursor records = new(block.Text, block.FirstLine);
            while (records.TryNext(out ReadOnlySpan<byte> record))
            {
                table.Accept(splitter, record, records.Line);
            }

            block.Return();
        }

        progress?.Report(new LoadProgress(table.Count, blocks.Bytes, 1));
        table.ThrowIfInvalid();
        return table.Count > 0 ? table : throw new InvalidInputException("CSV_NO_ROWS", "file", $"{text.Name} has a header but no rows. Expected at least one row of data.");
    }

    /// <summary>Position of a header, ignoring case; −1 where it is absent.</summary>
    public int Ordinal(string header) => Array.FindIndex(_headers, candidate => candidate.Equals(header, StringComparison.OrdinalIgnoreCase));

    public string Cell(int row, int ordinal) => _rows[row].Cells[ordinal];

    /// <summary>Reads a number; a missing mark is NaN, anything else a violation.</summary>
    public double Number(int row, int ordinal)
    {
        if (NumberText.TryRead(Encoding.UTF8.GetBytes(Cell(row, ordinal)), out double value))
        {
            return value;
        }

        _violations.Add(Place(row, ordinal), $"expected a number, got '{Cell(row, ordinal)}'. Correct the cell, or leave it empty where the value is missing.");
        return double.NaN;
    }

    /// <summary>Reads a date, cut to its day; null, with a violation, where it is none.</summary>
    public long? Date(int row, int ordinal)
    {
        if (DateText.TryRead(Encoding.UTF8.GetBytes(Cell(row, ordinal)), null, out long local, out _))
        {
            return UnixTime.StartOfDay(local);
        }

        _violations.Add(Place(row, ordinal), $"expected a date, got '{Cell(row, ordinal)}'. Write dates as 2024-03-15.");
        return null;
    }

    /// <exception cref="InvalidInputException">A cell could not be read.</exception>
    public void ThrowIfInvalid() => _violations.ThrowIfAny("CSV_INVALID", _name);

    private void Accept(FieldSplitter splitter, ReadOnlySpan<byte> record, long line)
    {
        ReadOnlySpan<byte> text = splitter.Split(record);
        string[] cells = new string[splitter.Count];
        for (int i = 0; i < cells.Length; i++)
        {
            cells[i] = Encoding.UTF8.GetString(splitter.Field(text, i));
        }

        if (_headers.Length == 0)
        {
            _headers = cells;
        }
        else if (cells.Length != _headers.Length)
        {
            _violations.Add($"line {line}", $"The line has {cells.Length} fields, the header has {_headers.Length}. Add or remove delimiters; quote fields that hold one.");
        }
        else
        {
            _rows.Add((cells, line));
        }
    }

    private string Place(int row, int ordinal) => $"line {_rows[row].Line}, column {_headers[ordinal]}";
}
