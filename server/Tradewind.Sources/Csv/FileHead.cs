using System.Collections.Immutable;
using System.Text;
using Tradewind.Domain.Errors;

namespace Tradewind.Sources.Csv;

/// <summary>The header and the first records of a file, kept until the columns can be told apart.</summary>
internal sealed class FileHead
{
    private const int SampleRecords = 100;

    private readonly List<byte[]> _sample = [];
    private FieldSplitter? _splitter;
    private ImmutableArray<string> _headers;

    /// <summary>Delimiter of the file.</summary>
    public byte Delimiter { get; private set; }

    /// <summary>Whether enough was seen to decide.</summary>
    public bool IsComplete => _sample.Count == SampleRecords;

    /// <summary>Looks at a block.</summary>
    /// <returns>The part of it that holds rows; null where there is none.</returns>
    public TextBlock? Add(TextBlock block)
    {
        TextBlock? rows = _splitter is null ? null : block;
        RecordCursor records = new(block.Text, block.FirstLine);
        while (!IsComplete && records.TryNext(out ReadOnlySpan<byte> record))
        {
            if (_splitter is not null)
            {
                _sample.Add(record.ToArray());
                continue;
            }

            ReadHeader(record);
            rows = records.Position < block.Text.Length ? block.From(records.Position, records.NextLine) : null;
        }

        return rows;
    }

    /// <summary>Decides what the columns are.</summary>
    /// <exception cref="InvalidInputException">The file is empty, has no rows, or has no usable header.</exception>
    public CsvLayout Decide(string fileName, FileLoadOptions options)
    {
        if (_splitter is null)
        {
            throw new InvalidInputException("CSV_EMPTY", "file", $"{fileName} is empty. Expected a header line and rows.");
        }

        CsvLayout layout = CsvLayout.Decide(_headers, TextColumns(_splitter), options.DateColumn, fileName);
        return _sample.Count > 0
            ? layout
            : throw new InvalidInputException("CSV_NO_ROWS", "line 1", $"{fileName} has a header but no rows. Expected at least one row of data.");
    }

    /// <summary>Rows a plain file of this length will have, and a little over: memory not touched is not used.</summary>
    public int ExpectedRows(long? length)
    {
        double recordLength = _sample.Average(record => record.Length + 1.0);
        return (int)Math.Clamp((length ?? 0) / recordLength * 1.05, 1024, 10_000_000);
    }

    private void ReadHeader(ReadOnlySpan<byte> record)
    {
        Delimiter = CsvDialect.Delimiter(record);
        _splitter = new FieldSplitter(Delimiter);
        ReadOnlySpan<byte> text = _splitter.Split(record);
        ImmutableArray<string>.Builder headers = ImmutableArray.CreateBuilder<string>(_splitter.Count);
        for (int i = 0; i < _splitter.Count; i++)
        {
            headers.Add(Encoding.UTF8.GetString(_splitter.Field(text, i)).Trim());
        }

        _headers = headers.ToImmutable();
    }

    // With one column beside the dates, text in it is a wrong number, not a column of text.
    private bool[] TextColumns(FieldSplitter splitter)
    {
        bool[] isText = new bool[_headers.Length];
        if (_headers.Length <= 2)
        {
            return isText;
        }

        (int[] words, int[] numbers) = (new int[_headers.Length], new int[_headers.Length]);
        foreach (byte[] record in _sample)
        {
            ReadOnlySpan<byte> text = splitter.Split(record);
            for (int i = 0; i < Math.Min(splitter.Count, _headers.Length); i++)
            {
                ReadOnlySpan<byte> cell = splitter.Field(text, i);
                bool number = NumberText.TryRead(cell, out _);
                words[i] += number ? 0 : 1;
                numbers[i] += number && !NumberText.IsMissing(cell) ? 1 : 0;
            }
        }

        for (int i = 0; i < isText.Length; i++)
        {
            isText[i] = words[i] > 0 && numbers[i] == 0;
        }

        return isText;
    }
}
